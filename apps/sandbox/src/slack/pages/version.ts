import { hash } from 'node:crypto'

/** A short mark of what a region shows: the page draws a region anew when its mark has changed. */
export const versionOf = (shown: unknown): string => hash('sha1', JSON.stringify(shown) ?? '').slice(0, 12)
