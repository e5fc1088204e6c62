/**
 * SQL fragments for claiming seats. Used inside larger statements; `$now` and `$today` name their parameters there.
 *
 * Who else writes these rows: every use case that adds, edits, deactivates, removes, reactivates or re-sends, in any
 * process; sign-up (sets `held_until` to null). Row locks are taken in the order member → seat → assignment. Claims skip
 * locked seats and so never wait; only a release of one's own seat waits, for whoever takes it over having lapsed.
 */

/** A seat that may be claimed, apart from who has it. */
const living = (today: string) => `s.retires_on is null and s.valid_from <= ${today}::date`

const free = (pool: string, now: string, today: string) => `
  s.pool_id = ${pool} and s.holder_id is null and ${living(today)}
  and (s.held_until is null or s.held_until <= ${now}::timestamptz)`

const lapsed = (pool: string, now: string, today: string) => `
  s.pool_id = ${pool} and s.holder_id is not null and ${living(today)}
  and s.held_until <= ${now}::timestamptz`

/**
 * Up to `need` seats of a pool: free ones from a random start with one wrap-around, then those whose invitation has
 * lapsed. The parts run one after the other and only as far as needed. Columns: id, holder_id (null when it was free).
 */
function seatsOf(
  parts: {
    readonly pool: string
    readonly need: string
    readonly start: string
    readonly now: string
    readonly today: string
  },
  lock: string,
  takeOver: boolean,
): string {
  const { pool, need, start, now, today } = parts
  return `
  select id, holder_id from (
    select * from (
      select s.id, s.holder_id from seat s where ${free(pool, now, today)} and s.pick >= ${start}
      order by s.pick limit ${need} ${lock}
    ) from_start
    union all
    select * from (
      select s.id, s.holder_id from seat s where ${free(pool, now, today)} and s.pick < ${start}
      order by s.pick limit ${need} ${lock}
    ) wrapped
    ${
      takeOver
        ? `union all
    select * from (
      select s.id, s.holder_id from seat s where ${lapsed(pool, now, today)}
      order by s.held_until limit ${need} ${lock}
    ) taken_over`
        : ''
    }
  ) seats limit ${need}`
}

/**
 * Locks seats to claim; those that others are claiming at this moment are passed over. Without `takeOver` lapsed seats are
 * left alone: the smaller statement for when there are enough free ones.
 */
export const lockSeats = (
  parts: Parameters<typeof seatsOf>[0],
  { takeOver }: { readonly takeOver: boolean },
) => seatsOf(parts, 'for update skip locked', takeOver)

/** How many of `need` seats have no holder: the cheapest look, for when there are plenty. */
export const freeSeats = ({ pool, need, now, today }: Omit<Parameters<typeof seatsOf>[0], 'start'>) =>
  `(select count(*) from (select from seat s where ${free(pool, now, today)} limit ${need}) free)`

/** Locks one free seat from a random start on, without coming round: the shortest claim, for when there are plenty. */
export const lockOneSeat = ({ pool, start, now, today }: Omit<Parameters<typeof seatsOf>[0], 'need'>) => `
  select s.id, s.pool_id, s.holder_id, 1::bigint as nth from seat s
  where ${free(pool, now, today)} and s.pick >= ${start}
  order by s.pick limit 1 for update skip locked`

/** How many of `need` seats a plain snapshot shows as claimable, others' uncommitted claims included. */
export const countSeats = (parts: Parameters<typeof seatsOf>[0]) =>
  `(select count(*) from (${seatsOf(parts, '', true)}) claimable)`

/** The same as a row: `total`, and `free` of them without a holder (the others are lapsed and would be taken over). */
export const claimableSeats = (parts: Parameters<typeof seatsOf>[0]) =>
  `(select count(*) as total, count(*) filter (where holder_id is null) as free from (${seatsOf(parts, '', true)}) claimable)`
