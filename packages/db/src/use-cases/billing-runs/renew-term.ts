import { randomUUIDv7 } from 'node:crypto'
import { type ContractSeason, renew } from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { catalogFor, contractFacts, type ContractRow } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { applyTerms, BY_BILLING, lockSeatsOf, markMade, stillNamed } from './apply-terms.ts'
import { billedAccount } from './billed-account.ts'
import { withoutImpossible } from './decline-refused.ts'
import { moveToTerm } from './move-to-term.ts'
import type { StepOfTerm } from './run.ts'

/**
 * BILL-11: the next term, a contract of its own, as `renew` says, with everything that goes along: pools with their seats and holders,
 * seasons that are not over, what is scheduled for later. Nobody loses a seat whom nobody named (D-23). Its first
 * invoice is a step of its own.
 */
export async function renewTerm(db: Db, { accountId, term, step, now }: StepOfTerm): Promise<void> {
  const { contractId } = term
  const { dueAt, on } = step
  // Nothing changes hands where nothing is scheduled: then there is no need to count.
  if (term.changesOn !== null && term.changesOn <= on) await lockSeatsOf(db, contractId)
  const row = await billedAccount(db, { accountId, contractId }, dueAt)
  const agreed = await stillNamed(db, contractFacts(row.contract), contractId, now)
  const facts = await withoutImpossible(db, row, agreed, { on, now })
  const renewal = renew(facts, catalogFor(row.contract))
  if (renewal.kind === 'refuse') throw new Error(`The renewal of ${on} is refused: ${renewal.reason}`)
  const { contract: after, releases, keptInUse, proposedSeasons } = renewal

  const nextId = randomUUIDv7()
  const next = {
    id: nextId,
    plan: after.plan,
    starts_on: after.term.start,
    ends_on: after.term.end,
    anchor_day: after.anchorDay ?? null,
    renewed_from: contractId,
    created_at: iso(dueAt),
  }
  await insertNext(db, contractId, JSON.stringify(next))
  await markMade(db, contractId, { on, now, after })
  await moveToTerm(db, { from: contractId, to: nextId, seasonsFrom: on })
  const given = { before: row.contract, after, releases, on, now, by: BY_BILLING }
  await applyTerms(db, { accountId, contractId: nextId, ...given })
  if (proposedSeasons.length > 0) {
    const rows = proposedSeasons.map((season) => proposalOf(season, row.contract))
    await propose(db, accountId, nextId, JSON.stringify(rows), iso(dueAt))
  }
  const said = { term: after.term, plan: after.plan, keptInUse, proposed: proposedSeasons.length }
  await closeTerm(db, contractId, nextId, iso(now), row.organizationId, JSON.stringify(said))
  await refreshStanding(db, accountId, now)
}

/** Whatever else was agreed in the term before goes on: all columns are taken along but those that are given. */
const insertNext = statement<never, [contractId: string, next: string]>(/* sql */ `
insert into contract
select n.* from contract c cross join lateral jsonb_populate_record(c, $2::jsonb) n where c.id = $1::uuid
`)

/** What was asked for the renewal and not answered by then lapses: it was about a term that has begun without it. */
const closeTerm = statement<
  never,
  [contractId: string, nextId: string, now: string, organizationId: string, after: string]
>(/* sql */ `
with ended as (
  update contract set ended_at = $3::timestamptz where id = $1::uuid returning id, account_id
), lapsed as (
  update scheduled_change set state = 'lapsed', ended_at = $3::timestamptz
  where contract_id = $1::uuid and state = 'requested' returning id
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select $4::uuid, e.account_id, $3::timestamptz, 'job', 'billing', 'job', 'billing.contract-renewed', $2::uuid,
  jsonb_build_object('contract', e.id), $5::jsonb || jsonb_build_object('lapsed', (select count(*) from lapsed))
from ended e
`)

const propose = statement<
  never,
  [accountId: string, contractId: string, seasons: string, at: string]
>(/* sql */ `
insert into season_proposal (id, account_id, contract_id, from_season_id, name, first_day, last_day, seats, unit_price,
  proposed_at, state)
select g.id, $1::uuid, $2::uuid, g.from_season_id, g.name, g.first_day, g.last_day, g.seats, g.unit_price,
  $4::timestamptz, 'proposed'
from jsonb_to_recordset($3::jsonb) as g(id uuid, from_season_id uuid, name text, first_day date, last_day date,
  seats integer, unit_price bigint)
on conflict (from_season_id) do nothing
`)

/** At the price that was agreed; where there was none, at the list price of when it is agreed upon. */
function proposalOf(
  { id, name, firstDay, lastDay, seats }: ContractSeason,
  { seasons }: ContractRow,
): object {
  return {
    id: randomUUIDv7(),
    from_season_id: id,
    name,
    first_day: firstDay,
    last_day: lastDay,
    seats,
    unit_price: seasons.find((season) => season.id === id)?.unitPrice ?? null,
  }
}
