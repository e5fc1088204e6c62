import { types, type CustomTypesConfig } from 'pg'

const { builtins, getTypeParser } = types

/** `2026-06-01 00:00:00.123+00` → epoch milliseconds. Every connection of ours runs in UTC. */
function instantOf(text: string): number {
  if (text === 'infinity') return Infinity
  if (text === '-infinity') return -Infinity
  const utc = text.endsWith('+00') ? text.slice(0, -3) : text
  return Date.parse(`${utc.replace(' ', 'T')}Z`)
}

/**
 * Days stay ISO strings, moments become epoch milliseconds, bigints (counts) numbers: the shapes that the rules speak,
 * for entities and queries alike.
 */
export const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === builtins.DATE) return (text: string) => text
      if (oid === builtins.TIMESTAMPTZ) return instantOf
      if (oid === builtins.INT8) return Number
    }
    return getTypeParser(oid, format)
  },
} as CustomTypesConfig
