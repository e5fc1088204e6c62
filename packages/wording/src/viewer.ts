/** Who reads: their IANA zone and, for dates and numbers, their locale (USER-12). Words are English. */
export interface Viewer {
  readonly zone: string
  readonly locale?: string
}

export const DEFAULT_LOCALE = 'en-GB'

/** Somebody of whom nothing is known reads UTC alone. */
export const UTC_VIEWER: Viewer = { zone: 'UTC' }
