import { statement } from '../../statement.ts'

/** Somebody with a seat of the contract's, other than a season's. */
export interface SeatHolder {
  readonly item: string
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly emailKey: string
  /** An owner never leaves. */
  readonly owner: boolean
}

/** A seat whose invitation has lapsed is nobody's. */
export const selectSeatHolders = statement<SeatHolder, [contractId: string, now: string]>(/* sql */ `
select p.kind as item, m.id as "memberId", m.name, m.email, m.email_key as "emailKey", m.role = 'owner' as owner
from pool p join seat s on s.pool_id = p.id join member m on m.id = s.holder_id
where p.contract_id = $1::uuid and p.season_id is null and s.retires_on is null
  and (s.held_until is null or s.held_until > $2::timestamptz)
order by m.sort_name, m.id
`)

/** What still waits keeps its number, and begins at the one of now. */
export const startAt = statement<never, [contractId: string, item: string, quantity: number]>(/* sql */ `
update scheduled_change c set from_value = $3::integer
where c.contract_id = $1::uuid and c.kind = 'quantity' and c.item = $2::text and c.state in ('requested', 'scheduled')
  and not exists (select from scheduled_change e
    where e.contract_id = c.contract_id and e.kind = 'quantity' and e.item = c.item and e.state = 'scheduled'
      and e.effective_on < c.effective_on)
`)

export const makeNow = statement<never, [ids: readonly string[], now: string]>(/* sql */ `
update scheduled_change set state = 'made', ended_at = $2::timestamptz, made_value = to_value
where id = any($1::uuid[]) and state = 'scheduled'
`)
