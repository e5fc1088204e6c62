import { useLocation, useRevalidator, useRouteLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import type { loader } from '~/root.tsx'
import { ClockForms } from './clock-forms.tsx'

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
  useEffect(() => {
    if (!moving || state !== 'idle') return
    const timer = setTimeout(revalidate, lookEveryMs)
    return () => clearTimeout(timer)
  }, [moving, state, revalidate])

  if (clock === null || pathname === '/demo/clock') return null
  const here = `${pathname}${search}`
  return (
    <aside className="clock-bar" aria-label="Demo clock">
      <p className="clock-now">
        <a href="/demo/clock">Demo clock</a>
        <output aria-live="polite">
          {clock.now}
          {clock.moving && (
            <span className="soft"> on its way to {clock.moving.to ?? 'the next event'}…</span>
          )}
        </output>
      </p>
      {clock.moving ? <a href={here}>Look again</a> : <ClockForms clock={clock} to={here} place="bar" />}
      {clock.history !== null && <a href={clock.history}>What happened</a>}
    </aside>
  )
}
