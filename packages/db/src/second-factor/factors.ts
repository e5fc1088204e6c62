import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'

/** What somebody has besides a password. Whoever has an app or a passkey needs one of them at sign-in (0105). */
export interface Factors {
  /** When their app was confirmed; null: they have none. */
  readonly appSince: Instant | null
  readonly passkeys: readonly OwnPasskey[]
  readonly recoveryCodesLeft: number
}

export interface OwnPasskey {
  readonly passkeyId: string
  readonly credentialId: string
  readonly transports: readonly string[]
  readonly name: string
  readonly madeAt: Instant
  readonly lastUsedAt: Instant | null
}

const selectFactors = statement<Omit<Factors, 'passkeys'>, [personId: string]>(/* sql */ `
select (select confirmed_at from authenticator_app where person_id = $1::uuid) as "appSince",
  (select count(*) from recovery_code where person_id = $1::uuid and used_at is null)::integer as "recoveryCodesLeft"
`)

const selectPasskeys = statement<OwnPasskey, [personId: string]>(/* sql */ `
select id as "passkeyId", credential_id as "credentialId", transports, name, made_at as "madeAt", last_used_at as "lastUsedAt"
from passkey where person_id = $1::uuid order by made_at, id
`)

export async function ownFactors({ em }: Pick<IdentityContext, 'em'>, personId: string): Promise<Factors> {
  const db = em.getKysely() as Db
  const [[found], passkeys] = await Promise.all([selectFactors(db, personId), selectPasskeys(db, personId)])
  return { ...found!, passkeys }
}

export const hasFactor = ({ appSince, passkeys }: Pick<Factors, 'appSince' | 'passkeys'>): boolean =>
  appSince !== null || passkeys.length > 0

/** SQL: has this person an app or a passkey? */
export const HAS_FACTOR = (person: string): string => /* sql */ `(
  exists (select from authenticator_app f where f.person_id = ${person} and f.confirmed_at is not null)
  or exists (select from passkey f where f.person_id = ${person}))`

const selectNeeded = statement<{ readonly needed: boolean }, [personId: string]>(/* sql */ `
select ${HAS_FACTOR('$1::uuid')} as needed
`)

/** Is a password alone not enough for them? */
export async function needsSecondFactor(db: Db, personId: string): Promise<boolean> {
  return (await selectNeeded(db, personId))[0]!.needed
}
