import { statement } from '../statement.ts'

/**
 * Whatever change of address still waits for its mail: its links lead nowhere from now on. Under the person's lock. To be run by whoever
 * replaces a password or takes factors away, too: a thief who was in may have asked for one, and its link outlives every session.
 */
export const dropEmailChanges = statement<
  { readonly changeId: string },
  [personId: string, wallNow: string]
>(/* sql */ `
update email_change set replaced_at = $2::timestamptz
where person_id = $1::uuid and confirmed_at is null and stopped_at is null and replaced_at is null
returning id as "changeId"
`)
