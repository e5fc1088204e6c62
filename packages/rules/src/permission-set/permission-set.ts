import { type Decision, refused } from '../decision.ts'

/** A right in the vendor's product: its key as the product knows it, and what it allows, for people. */
export interface GrantedRight {
  readonly key: string
  readonly description: string
}

export interface PermissionSetDraft {
  readonly name: string
  readonly rights: readonly GrantedRight[]
}

/** Who has a set: how many, and the first few by name. Whoever was removed has nothing. */
export interface PermissionSetUse {
  readonly users: number
  readonly names: readonly string[]
}

/** Names and keys that people would take for the same. */
const folded = (text: string): string => text.trim().normalize('NFKC').toLowerCase()

/**
 * USER-08: may a set be called so and grant these rights? Names are told apart within the organization, keys within the set,
 * whatever their case. Gives the set as it is to be kept.
 *
 * @param others The names of the organization's other sets.
 */
export function decidePermissionSet(
  { name, rights }: PermissionSetDraft,
  others: readonly string[],
): Decision<{ readonly set: PermissionSetDraft }, 'permission-set-exists' | 'right-repeated'> {
  const taken = others.find((other) => folded(other) === folded(name))
  if (taken !== undefined) return { kind: 'refuse', reason: 'permission-set-exists', name: taken }
  const seen = new Set<string>()
  for (const { key } of rights) {
    if (seen.has(folded(key))) return { kind: 'refuse', reason: 'right-repeated', key }
    seen.add(folded(key))
  }
  const kept = rights.map(({ key, description }) => ({ key: key.trim(), description: description.trim() }))
  return { kind: 'grant', set: { name: name.trim(), rights: kept } }
}

/**
 * USER-08: the same for a change. It is refused when the set is not any more as whoever changes it saw it: nobody's change is
 * overwritten unseen.
 */
export function decidePermissionSetChange(
  draft: PermissionSetDraft,
  {
    others,
    stored,
    seen,
  }: { readonly others: readonly string[]; readonly stored: string; readonly seen: string },
): ReturnType<typeof decidePermissionSet> | Extract<Decision, { readonly reason: 'changed-meanwhile' }> {
  const decision = decidePermissionSet(draft, others)
  if (refused(decision)) return decision
  return seen === stored ? decision : { kind: 'refuse', reason: 'changed-meanwhile' }
}

/** USER-08: a set is deleted only when nobody has it; invited and deactivated users do. */
export function decidePermissionSetDeletion(
  name: string,
  { users, names }: PermissionSetUse,
): Decision<object, 'permission-set-in-use'> {
  return users === 0
    ? { kind: 'grant' }
    : { kind: 'refuse', reason: 'permission-set-in-use', name, users, names }
}
