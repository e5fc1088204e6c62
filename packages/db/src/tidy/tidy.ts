import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** How many days (wall clock) what is done with is kept; `docs/operations.md` says the same. */
export const KEPT_DAYS = {
  /** A form that is sent again so late is sent anew. */
  idempotency: 30,
  /** Files of users, with all that their rows say. */
  import: 30,
  /** Delivered and pointless mails. */
  mail: 90,
  /** Mails that failed, or of which nobody knows: a person may still decide. */
  troubledMail: 365,
  /** Sessions that are over. */
  session: 1,
  /** Links for a new password that have run out. */
  passwordReset: 1,
  /** Sign-ins that stopped halfway, and challenges that were answered. */
  signInStep: 1,
  /** Wishes for another e-mail address: the old one can still take a change back for some days. */
  emailChange: 7,
  /** Rate limits whose window is past. */
  rateLimit: 1,
} as const

/** How many rows of each kind went. */
export type Tidied = Readonly<
  Record<
    | 'idempotency'
    | 'import'
    | 'outbox'
    | 'session'
    | 'passwordReset'
    | 'signInStep'
    | 'emailChange'
    | 'rateLimit',
    number
  >
>

type Deletion = (db: Db, before: string, limit: number) => Promise<readonly { readonly gone: 1 }[]>

/** Up to so many rows at a time, so that no transaction is long and nobody waits for it. */
const deletion = (table: string, key: string, old: string): Deletion =>
  statement<{ readonly gone: 1 }, [before: string, limit: number]>(/* sql */ `
delete from ${table} where (${key}) in (select ${key} from ${table} t where ${old} limit $2::integer) returning 1 as gone
`)

/** A notice's state is its outbox row's: it stays until the stay of which it speaks is long over. */
const mailOf = (states: string) =>
  deletion(
    'outbox',
    'id',
    `t.state in (${states}) and t.created_at < $1::timestamptz and t.done_at < $1::timestamptz
     and not exists (select from notice n where n.id = t.id and n.closes_at >= $1::timestamptz)`,
  )

const deletions: readonly {
  readonly kind: keyof Tidied
  readonly days: number
  readonly run: Deletion
}[] = [
  {
    kind: 'idempotency',
    days: KEPT_DAYS.idempotency,
    run: deletion('idempotency', 'organization_id, key', 't.created_at < $1::timestamptz'),
  },
  {
    kind: 'import',
    days: KEPT_DAYS.import,
    run: deletion('user_import', 'id', 't.created_at < $1::timestamptz'),
  },
  { kind: 'outbox', days: KEPT_DAYS.mail, run: mailOf(`'delivered', 'skipped'`) },
  { kind: 'outbox', days: KEPT_DAYS.troubledMail, run: mailOf(`'failed', 'unknown'`) },
  {
    kind: 'session',
    days: KEPT_DAYS.session,
    run: deletion('session', 'id', 'least(t.ends_at, t.idle_ends_at) < $1::timestamptz'),
  },
  {
    kind: 'passwordReset',
    days: KEPT_DAYS.passwordReset,
    run: deletion('password_reset', 'id', 't.expires_at < $1::timestamptz'),
  },
  {
    kind: 'signInStep',
    days: KEPT_DAYS.signInStep,
    run: deletion('sign_in_step', 'id', 't.expires_at < $1::timestamptz'),
  },
  {
    kind: 'signInStep',
    days: KEPT_DAYS.signInStep,
    run: deletion('spent_challenge', 'challenge_hash', 't.expires_at < $1::timestamptz'),
  },
  {
    kind: 'emailChange',
    days: KEPT_DAYS.emailChange,
    run: deletion('email_change', 'id', 't.expires_at < $1::timestamptz'),
  },
  {
    kind: 'rateLimit',
    days: KEPT_DAYS.rateLimit,
    run: deletion('rate_limit', 'key', 't.expire < extract(epoch from $1::timestamptz) * 1000'),
  },
]

/**
 * Deletes what nobody needs any more, oldest kinds first, in batches of `batch` rows, each a transaction of its own. Two
 * workers at once are no fault: each row goes once. Nothing of people, seats or the audit log is ever touched.
 *
 * @param em `database.worker()`.
 * @param goOn Asked before each batch: false leaves the rest for the next time.
 */
export async function tidy(
  em: Em,
  { wallNow, batch = 1000, goOn = () => true }: { wallNow: Instant; batch?: number; goOn?: () => boolean },
): Promise<Tidied> {
  const db = em.getKysely() as Db
  const gone = {
    idempotency: 0,
    import: 0,
    outbox: 0,
    session: 0,
    passwordReset: 0,
    signInStep: 0,
    emailChange: 0,
    rateLimit: 0,
  }
  for (const { kind, days, run } of deletions) {
    const before = iso((wallNow - days * MS_PER_DAY) as Instant)
    let deleted = batch
    while (deleted === batch && goOn()) {
      deleted = (await run(db, before, batch)).length
      gone[kind] += deleted
    }
  }
  return gone
}
