/**
 * The emulator invents its ids anew at every start; ours stay. Text that passes through carries the other side's ids
 * afterwards, wherever they stand: as values, in mentions, in links.
 */
export interface Translation {
  readonly toEmulator: (text: string) => string
  readonly fromEmulator: (text: string) => string
}

/** Each pair: our id, the emulator's. Ids are words of capitals and digits, unique enough to be replaced as text. */
export function translation(pairs: readonly (readonly [ours: string, theirs: string])[]): Translation {
  return {
    toEmulator: replacing(new Map(pairs)),
    fromEmulator: replacing(new Map(pairs.map(([ours, theirs]) => [theirs, ours]))),
  }
}

const replacing = (names: ReadonlyMap<string, string>) => (text: string) =>
  text.replaceAll(/\b[A-Z][A-Z0-9]{8,}\b/g, (word) => names.get(word) ?? word)
