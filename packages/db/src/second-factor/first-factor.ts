import { statement } from '../statement.ts'

/**
 * With somebody's first factor go the sessions that a password alone has begun: whoever has stolen one would stay in for days. The one in
 * which the factor was added stays. Under the person's lock.
 */
export const endOtherSessions = statement<never, [personId: string, keptSessionId: string]>(/* sql */ `
delete from session where person_id = $1::uuid and id <> $2::uuid
`)
