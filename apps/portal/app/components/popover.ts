import { useEffect, useRef } from 'react'

/*
 * React 18 passes these attributes through but does not know their names yet. They open and close a popover
 * natively: click, tap, Escape and a press elsewhere work before and without any script.
 */
export const popoverTarget = (id: string): object => ({ popovertarget: id })
export const popover = (kind: 'auto' | 'manual' = 'auto'): object => ({ popover: kind })

/** Time to travel from the trigger to its tip without losing it (WCAG 1.4.13 'hoverable'). */
const leaveMs = 180

/**
 * Adds hover and keyboard focus to a native popover. The first press on a tip that hover or focus has opened keeps it
 * open; the next one closes it. Escape and a press elsewhere close it natively, wherever the focus is.
 */
export function useTip() {
  const wrapper = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = wrapper.current
    const trigger = box?.querySelector<HTMLElement>('[popovertarget]')
    const tip = box?.querySelector<HTMLElement>('[popover]')
    if (!box || !trigger || !tip || !('showPopover' in tip)) return
    // From here on the script opens it, and the style sheet's hover rule steps back.
    box.dataset['live'] = 'true'

    let pinned = false
    let leaving: ReturnType<typeof setTimeout> | undefined
    const isOpen = () => tip.matches(':popover-open')
    const show = () => {
      clearTimeout(leaving)
      if (!isOpen()) tip.showPopover()
    }
    const listeners = new AbortController()
    const on = (target: EventTarget, type: string, listener: (event: Event) => void) =>
      target.addEventListener(type, listener, { signal: listeners.signal })

    on(box, 'pointerenter', (event) => {
      if ((event as PointerEvent).pointerType === 'mouse') show()
    })
    on(box, 'pointerleave', () => {
      leaving = setTimeout(() => {
        if (isOpen() && !pinned && !trigger.matches(':focus-visible')) tip.hidePopover()
      }, leaveMs)
    })
    on(trigger, 'focus', () => {
      if (trigger.matches(':focus-visible')) show()
    })
    on(box, 'focusout', (event) => {
      if (isOpen() && !box.contains((event as FocusEvent).relatedTarget as Node | null)) tip.hidePopover()
    })
    on(trigger, 'click', (event) => {
      event.preventDefault()
      if (isOpen() && pinned) return tip.hidePopover()
      pinned = true
      show()
    })
    on(tip, 'toggle', () => {
      if (!isOpen()) pinned = false
    })
    return () => {
      clearTimeout(leaving)
      listeners.abort()
    }
  }, [])
  return wrapper
}
