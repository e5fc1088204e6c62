/** What differs between two copies of one mail. */
export interface Recipient {
  readonly name: string
  readonly url?: string
}

// Characters for private use stand for nothing that people write, and are taken out of what they wrote.
const OPEN = '\ue000'
const CLOSE = '\ue001'

/** The place of a value that each copy has its own of: `Hello ${slot.name},`. */
export const slot = { name: `${OPEN}name${CLOSE}`, url: `${OPEN}url${CLOSE}` } as const

/** Puts the values into their places. Each comes from outside: `as` makes it safe where it goes. */
export function fillSlots(text: string, recipient: Recipient, as: (value: string) => string): string {
  const name = text.replaceAll(slot.name, () => as(withoutSlots(recipient.name)))
  const { url } = recipient
  return url === undefined ? name : name.replaceAll(slot.url, () => as(withoutSlots(url)))
}

function withoutSlots(text: string): string {
  return text.replaceAll(/[\ue000\ue001]/g, '')
}
