import { useLocation, useRevalidator, useRouteLoaderData } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { loader } from '~/root.tsx'
import { ClockForms } from './clock-forms.tsx'
import { usePresses } from './use-presses.ts'

/** How often a page looks whether the clock has arrived. */
const lookEveryMs = 700

/**
 * OPS-04: the demo's business clock, below whatever page is open. It is no part of the product, and looks like it; in
 * production there is none. Everything works without scripts: then 'Look again' takes the place of looking by itself.
 */
export function ClockBar() {
  const clock = useRouteLoaderData<typeof loader>('root')?.clock ?? null
  const { pathname, search } = useLocation()
  const { state, revalidate } = useRevalidator()
  const moving = clock?.moving != null
  const pressed = usePresses(moving)
  const idle = useRef(true)
  useEffect(() => {
    idle.current = state === 'idle'
  }, [state])
  useEffect(() => {
    if (!moving) return
    // By the clock and not by the end of the last look: one that ends at once is never seen to have begun.
    const timer = setInterval(() => idle.current && revalidate(), lookEveryMs)
    return () => clearInterval(timer)
  }, [moving, revalidate])

  if (clock === null || pathname === '/demo/clock') return null
  const here = `${pathname}${search}`
  const said = pressed ?? clock.moving
  return (
    <aside className="clock-bar" aria-label="Demo clock">
      <p className="clock-now">
        <a href="/demo/clock">Demo clock</a>
        <output aria-live="polite">
          {clock.now}
          {said && <span className="soft clock-way"> {said}</span>}
        </output>
      </p>
      <ClockForms clock={clock} to={here} place="bar" />
      {clock.moving && <a href={here}>Look again</a>}
      {clock.history !== null && <a href={clock.history}>What happened</a>}
    </aside>
  )
}
