import type { Day, Instant, ScheduledChange } from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'

/** A change that was asked for or is scheduled, as it stands in the database. */
export interface OpenChange {
  readonly id: string
  readonly contractId: string
  readonly kind: 'quantity' | 'plan'
  readonly item: string | null
  readonly from: number | null
  readonly to: number | null
  readonly fromPlan: string | null
  readonly toPlan: string | null
  readonly effectiveOn: Day
  readonly releases: readonly string[]
  readonly state: 'requested' | 'scheduled'
}

/** What waits: the vendor's answer, or its day. In the order in which it takes effect. */
export const selectOpen = statement<OpenChange, [accountId: string]>(/* sql */ `
select id, contract_id as "contractId", kind, item, from_value as "from", to_value as "to", from_plan as "fromPlan",
  to_plan as "toPlan", effective_on as "effectiveOn", releases, state
from scheduled_change where account_id = $1::uuid and state in ('requested', 'scheduled')
order by effective_on, kind desc, item, asked_at, id
`)

const insert = statement<
  never,
  [
    accountId: string,
    contractId: string,
    changes: string,
    state: string,
    now: string,
    askedBy: string,
    decidedBy: string | null,
  ]
>(/* sql */ `
insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, from_plan, to_plan,
  effective_on, releases, state, asked_at, asked_by, decided_at, decided_by)
select g.id, $1::uuid, $2::uuid, g.kind, g.item, g.from_value, g.to_value, g.from_plan, g.to_plan, g.effective_on,
  g.releases, $4::text, $5::timestamptz, $6::text,
  case when $7::text is not null then $5::timestamptz end, $7::text
from jsonb_to_recordset($3::jsonb) as g(id uuid, kind text, item text, from_value integer, to_value integer,
  from_plan text, to_plan text, effective_on date, releases jsonb)
`)

export async function insertChanges(
  db: Db,
  { accountId, contractId }: { readonly accountId: string; readonly contractId: string },
  changes: readonly ScheduledChange[],
  how: { readonly now: Instant; readonly askedBy: string; readonly decidedBy: string | null },
): Promise<string[]> {
  const rows = changes.map((change) => ({ id: randomUUIDv7(), ...rowOf(change) }))
  const state = how.decidedBy === null ? 'requested' : 'scheduled'
  await insert(
    db,
    accountId,
    contractId,
    JSON.stringify(rows),
    state,
    iso(how.now),
    how.askedBy,
    how.decidedBy,
  )
  return rows.map(({ id }) => id)
}

function rowOf(change: ScheduledChange) {
  const nothing = { item: null, from_value: null, to_value: null, from_plan: null, to_plan: null }
  const { kind, effectiveOn: effective_on } = change
  return change.kind === 'plan'
    ? { ...nothing, kind, from_plan: change.from, to_plan: change.to, effective_on, releases: [] }
    : {
        ...nothing,
        kind,
        item: change.item,
        from_value: change.from,
        to_value: change.to,
        effective_on,
        releases: change.releases ?? [],
      }
}

type Noted = Pick<
  OpenChange,
  'kind' | 'item' | 'from' | 'to' | 'fromPlan' | 'toPlan' | 'effectiveOn' | 'releases'
>

/** Changes as the audit log keeps them: what is so, what is to be so, from which day, and how many people are named. */
export function noted(changes: readonly Noted[]): { readonly before: object; readonly after: object } {
  const side = (of: 'from' | 'to') =>
    Object.fromEntries(
      changes.map((change) =>
        change.kind === 'plan' ? ['plan', change[`${of}Plan`]] : [change.item!, change[of]],
      ),
    )
  const named = new Set(changes.flatMap(({ releases }) => releases)).size
  const after = { ...side('to'), effectiveOn: changes[0]?.effectiveOn ?? null }
  return { before: side('from'), after: named > 0 ? { ...after, named } : after }
}

/** What two changes are both about: one takes the other's place. */
export const isAbout = (
  a: Pick<OpenChange, 'kind' | 'item'>,
  b: Pick<OpenChange, 'kind' | 'item'>,
): boolean => a.kind === b.kind && a.item === b.item

/** Of changes that still wait, and of no others. */
export const endChanges = statement<
  { readonly id: string },
  [ids: readonly string[], state: 'cancelled' | 'declined' | 'lapsed', now: string, by: string]
>(/* sql */ `
update scheduled_change set state = $2::text, ended_at = $3::timestamptz,
  decided_at = case when $2::text = 'declined' then $3::timestamptz else decided_at end,
  decided_by = case when $2::text = 'declined' then $4::text else decided_by end
where id = any($1::uuid[]) and state in ('requested', 'scheduled')
returning id
`)

export const schedule = statement<
  { readonly id: string },
  [id: string, from: number | null, to: number | null, now: string, by: string]
>(/* sql */ `
update scheduled_change set state = 'scheduled', decided_at = $4::timestamptz, decided_by = $5::text,
  from_value = coalesce($2::integer, from_value), to_value = coalesce($3::integer, to_value)
where id = $1::uuid and state = 'requested' returning id
`)

const rebase = statement<never, [contractId: string, item: string, by: number]>(/* sql */ `
update scheduled_change set from_value = from_value + $3::integer, to_value = greatest(to_value + $3::integer, 0)
where contract_id = $1::uuid and kind = 'quantity' and item = $2::text and state in ('requested', 'scheduled')
`)

const lapsePlans = statement<never, [contractId: string, now: string]>(/* sql */ `
update scheduled_change set state = 'lapsed', ended_at = $2::timestamptz
where contract_id = $1::uuid and kind = 'plan' and state in ('requested', 'scheduled')
`)

/**
 * A purchase meanwhile moves both numbers of what waits, so that the reduction stays the same (D-02); a plan that was bought
 * makes what was scheduled for the old one say nothing any more.
 */
export async function rebaseChanges(
  db: Db,
  contractId: string,
  {
    added,
    plan,
    now,
  }: { readonly added: Readonly<Record<string, number>>; readonly plan: boolean; readonly now: Instant },
): Promise<void> {
  for (const [item, by] of Object.entries(added)) if (by !== 0) await rebase(db, contractId, item, by)
  if (plan) await lapsePlans(db, contractId, iso(now))
}
