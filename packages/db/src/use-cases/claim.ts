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

/** Held by whoever asks: a review's seat or an offered one (SEAT-11, SEAT-12). */
const held = (pool: string, by: string, now: string, today: string) => `
  s.pool_id = ${pool} and s.holder_id is null and ${living(today)}
  and s.held_by = ${by} and s.held_until > ${now}::timestamptz`

const lapsed = (pool: string, now: string, today: string) => `
  s.pool_id = ${pool} and s.holder_id is not null and ${living(today)}
  and s.held_until <= ${now}::timestamptz`

/**
 * Up to `need` seats of a pool: those that `by` holds, then free ones from a random start with one wrap-around, then those whose
 * invitation has lapsed. The parts run one after the other and only as far as needed. Columns: id, holder_id (null when it was
 * free).
 */
function seatsOf(
  parts: {
    readonly pool: string
    readonly need: string
    readonly start: string
    readonly now: string
    readonly today: string
    /** Whose held seats come first; left out: nobody's. */
    readonly by?: string
  },
  lock: string,
  takeOver: boolean,
): string {
  const { pool, need, start, now, today, by } = parts
  return `
  select id, holder_id from (
    ${
      by === undefined
        ? ''
        : `select * from (
      select s.id, s.holder_id from seat s where ${held(pool, by, now, today)}
      order by s.id limit ${need} ${lock}
    ) held
    union all`
    }
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

/** Up to `need` seats that a plain snapshot shows as free or lapsed. */
export const seatsToHave = (parts: Parameters<typeof seatsOf>[0]) => seatsOf(parts, '', true)

/** How many of `need` seats have no holder: the cheapest look, for when there are plenty. */
export const freeSeats = ({ pool, need, now, today }: Omit<Parameters<typeof seatsOf>[0], 'start'>) =>
  `(select count(*) from (select from seat s where ${free(pool, now, today)} limit ${need}) free)`

/** Locks one free seat from a random start on, without coming round: the shortest claim, for when there are plenty. */
export const lockOneSeat = ({ pool, start, now, today }: Omit<Parameters<typeof seatsOf>[0], 'need'>) => `
  select s.id, s.pool_id, s.holder_id, 1::bigint as nth from seat s
  where ${free(pool, now, today)} and s.pick >= ${start}
  order by s.pick limit 1 for update skip locked`

/** How many free seats of a pool are owed to those in its line (SEAT-12), who have been offered none yet. */
export const owedSeats = (pool: string) => `(
  select count(*) from waiting_entry w
  where w.pool_id = ${pool} and w.wants = 'seat' and w.ended_at is null and w.offered_at is null)`

/**
 * How many of `need` seats `by` could have, as a row: those that they hold, and the free and lapsed ones beyond what is owed
 * to the line. A plain snapshot: others' uncommitted claims included. `free`: so many of them nobody has, the others are
 * taken over from lapsed invitations.
 */
export const claimableSeats = ({
  by,
  ...parts
}: Omit<Parameters<typeof seatsOf>[0], 'by'> & { readonly by: string }) => `(
  select own.seats + greatest(0, rest.total - owed.seats) as total, own.seats + greatest(0, rest.free - owed.seats) as free
  from (select count(*) as seats from (
    select from seat s where ${held(parts.pool, by, parts.now, parts.today)} limit ${parts.need}) mine) own
  cross join (select ${owedSeats(parts.pool)} as seats) owed
  cross join lateral (
    select count(*) as total, count(*) filter (where holder_id is null) as free
    from (${seatsOf({ ...parts, need: `${parts.need} + owed.seats` }, '', true)}) any_seat) rest
)`
