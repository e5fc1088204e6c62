/** What somebody typed after `/seats`. */
export type TypedCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'share' }
  | { readonly kind: 'add'; readonly email: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly typed: string; readonly suggestion: string | null }

const words = ['share', 'add', 'help'] as const

/** Reads the text of the command; what is close to a word that exists comes with a suggestion (SLK-03). */
export function readTypedCommand(text: string): TypedCommand {
  const [word = '', ...rest] = text.normalize('NFKC').trim().split(/\s+/u)
  const typed = word.toLowerCase()
  switch (typed) {
    case '':
      return { kind: 'show' }
    case 'add':
      return { kind: 'add', email: withoutSlackLink(rest.join(' ')) }
    case 'share':
    case 'help':
      if (rest.length === 0) return { kind: typed }
  }
  const [closest] = words
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate) }))
    .filter(({ candidate, distance }) => distance <= (candidate.length > 3 ? 2 : 1))
    .sort((a, b) => a.distance - b.distance)
  return {
    kind: 'unknown',
    typed: `/seats ${text.trim()}`,
    suggestion: closest ? `/seats ${closest.candidate}` : null,
  }
}

/** `<mailto:ada@example.com|ada@example.com>`, as Slack writes an address in a command → `ada@example.com` */
function withoutSlackLink(text: string): string {
  return /^<mailto:([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text
}

/** Letters to add, drop, change or swap with their neighbour to make one word of the other. */
function editDistance(from: string, to: string): number {
  // Nothing that long is a slip of the fingers.
  if (from.length > 12) return Infinity
  const rows = [Array.from({ length: to.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= from.length; i++) {
    const above = rows[i - 1] ?? []
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let cost = Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, (rows[i - 2]?.[j - 2] ?? Infinity) + 1)
      }
      row.push(cost)
    }
    rows.push(row)
  }
  return rows.at(-1)?.at(-1) ?? Infinity
}
