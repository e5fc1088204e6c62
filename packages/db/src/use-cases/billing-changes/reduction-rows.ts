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

/** An invoice over what is reduced that nobody has paid: nothing of it is credited, and all of it is collected. */
export interface OpenInvoice {
  readonly number: number
  readonly due: number
  /** It is a period's, and could be taken back and issued anew. */
  readonly ofPeriod: boolean
}

export const selectOpenInvoices = statement<
  OpenInvoice,
  [contractId: string, today: string, items: readonly string[]]
>(/* sql */ `
select i.number, i.due, i.period_start is not null as "ofPeriod" from invoice i
where i.contract_id = $1::uuid and i.kind = 'invoice' and i.paid_at is null and i.voided_at is null and i.due > 0
  and exists (select from invoice_line l where l.invoice_id = i.id and l.line ->> 'kind' = 'priced'
    and l.line ->> 'subject' = any($3::text[]) and (l.line ->> 'until')::date > $2::date)
order by i.number
`)
