import { useNavigation } from '@remix-run/react'
import { useState } from 'react'
import { clockPressedText } from '@seatkeeper/wording'

/**
 * What is said of presses that are not answered yet; null where there are none, and always without scripts. A press takes the
 * place of the one before it as what is under way, so they are counted.
 */
export function usePresses(moving: boolean): string | null {
  const { formAction, formData } = useNavigation()
  const form = formAction?.split('?')[0] === '/demo/clock' ? formData : undefined
  const [seen, setSeen] = useState<{ form: FormData | undefined; presses: number }>({
    form: undefined,
    presses: 0,
  })
  if (seen.form !== form) setSeen({ form, presses: form === undefined ? 0 : seen.presses + 1 })

  if (form === undefined) return null
  return clockPressedText({
    presses: Math.max(seen.presses, 1),
    go: String(form.get('go')),
    moving,
  })
}
