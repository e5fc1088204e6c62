import { type ContractFacts, type ContractSeason, type Day, type Instant, renew } from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { catalogFor, contractFacts, type ContractRow } from '../billing/facts.ts'

/** A season of a term, one year on (BILL-11). */
export interface ProposedSeason {
  /** The season that it follows; there is one proposal for each. */
  readonly fromSeasonId: string
  readonly name: string
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
  /** A seat's, for a month or part of one; null: at the list price of when it is agreed upon. */
  readonly unitPrice: number | null
  readonly state: 'proposed' | 'agreed' | 'declined'
  /** Written down; otherwise it is what the renewal to come would propose. */
  readonly written: boolean
}

const select = statement<
  Omit<ProposedSeason, 'written'> & { readonly decidedAt: Instant | null },
  [accountId: string]
>(/* sql */ `
select from_season_id as "fromSeasonId", name, first_day as "firstDay", last_day as "lastDay", seats,
  unit_price as "unitPrice", state, decided_at as "decidedAt"
from season_proposal where account_id = $1::uuid
order by first_day, from_season_id
`)

/**
 * BILL-11: what was proposed and waits for an answer, what was answered since `since`, and what the renewal to come would propose.
 * `facts`: as the rules know the contract, where somebody has them already.
 */
export async function proposedSeasons(
  db: Db,
  accountId: string,
  contract: ContractRow,
  { since, facts = contractFacts(contract) }: { readonly since: Instant; readonly facts?: ContractFacts },
): Promise<readonly ProposedSeason[]> {
  const rows = await select(db, accountId)
  const known = new Set(rows.map(({ fromSeasonId }) => fromSeasonId))
  const renewal = renew(facts, catalogFor(contract))
  const coming = renewal.kind === 'refuse' ? [] : renewal.proposedSeasons
  const agreed = new Map(contract.seasons.map(({ id, unitPrice }) => [id, unitPrice]))
  return [
    ...rows
      .filter(({ decidedAt }) => decidedAt === null || decidedAt > since)
      .map(({ decidedAt: _, ...row }) => ({ ...row, written: true })),
    ...coming
      .filter(({ id }) => !known.has(id))
      .map(({ id, name, firstDay, lastDay, seats }: ContractSeason): ProposedSeason => {
        const unitPrice = agreed.get(id) ?? null
        return {
          fromSeasonId: id,
          name,
          firstDay,
          lastDay,
          seats,
          unitPrice,
          state: 'proposed',
          written: false,
        }
      }),
  ].toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : 0))
}

export interface ProposalAnswer {
  readonly id: string
  readonly accountId: string
  readonly contractId: string
  readonly fromSeasonId: string
  readonly name: string
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
  readonly unitPrice: number | null
  readonly state: 'agreed' | 'declined'
  readonly seasonId: string | null
  readonly now: Instant
  readonly by: string
}

// Before the renewal there is no row yet: the answer is its first, and the renewal finds it.
const write = statement<{ readonly id: string }, [row: string]>(/* sql */ `
insert into season_proposal as p (id, account_id, contract_id, from_season_id, name, first_day, last_day, seats, unit_price,
  proposed_at, state, decided_at, decided_by, season_id)
select g.id, g.account_id, g.contract_id, g.from_season_id, g.name, g.first_day, g.last_day, g.seats, g.unit_price,
  g.now, g.state, g.now, g.by, g.season_id
from jsonb_to_record($1::jsonb) as g(id uuid, account_id uuid, contract_id uuid, from_season_id uuid, name text,
  first_day date, last_day date, seats integer, unit_price bigint, now timestamptz, state text, by text, season_id uuid)
on conflict (from_season_id) do update set state = excluded.state, decided_at = excluded.decided_at,
  decided_by = excluded.decided_by, season_id = excluded.season_id, seats = excluded.seats, unit_price = excluded.unit_price
where p.state = 'proposed'
returning p.id
`)

/** Whether it was still to be answered. */
export async function answerProposal(db: Db, answer: ProposalAnswer): Promise<boolean> {
  const row = {
    id: answer.id,
    account_id: answer.accountId,
    contract_id: answer.contractId,
    from_season_id: answer.fromSeasonId,
    name: answer.name,
    first_day: answer.firstDay,
    last_day: answer.lastDay,
    seats: answer.seats,
    unit_price: answer.unitPrice,
    state: answer.state,
    season_id: answer.seasonId,
    now: iso(answer.now),
    by: answer.by,
  }
  const [written] = await write(db, JSON.stringify(row))
  return written !== undefined
}
