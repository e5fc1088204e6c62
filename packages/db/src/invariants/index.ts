import { createOrm } from '../orm.ts'
import { ROLES } from '../roles.ts'
import { type Db, statement } from '../statement.ts'

export interface InvariantBreach {
  readonly invariant: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** What must hold between rows and no constraint can say: SQL that returns the rows that break it. */
const INVARIANTS: Readonly<Record<string, string>> = {
  'the holder of a seat is the member of its open assignment': /* sql */ `
    select s.id as seat, s.holder_id as holder, a.member_id as assigned
    from seat s full join (select * from seat_assignment where ended_at is null) a on a.seat_id = s.id
    where (s.holder_id is not null or a.id is not null) and s.holder_id is distinct from a.member_id`,
  'who was deactivated or removed holds no seat': /* sql */ `
    select s.id as seat, m.id as member from seat s join member m on m.id = s.holder_id
    where m.deactivated_at is not null or m.removed_at is not null`,
  'who has signed up holds seats without an end': /* sql */ `
    select s.id as seat, m.id as member from seat s join member m on m.id = s.holder_id
    where s.held_until is not null and coalesce(m.signed_up_at, m.joined_at) is not null`,
  'a full-time or collaborator seat lapses in the very instant in which its invitation does': /* sql */ `
    select s.id as seat, m.id as member from seat s join member m on m.id = s.holder_id
    where s.kind in ('full-time', 'collaborator') and coalesce(m.signed_up_at, m.joined_at) is null
      and s.held_until is distinct from m.invited_at + interval '336 hours'`,
  'a seat that has a holder is held for nobody else': /* sql */ `
    select id as seat, holder_id as member, held_by as holding from seat
    where holder_id is not null and hold_id is not null`,
  'an offer of a line holds at most one seat, for whoever it was made to': /* sql */ `
    select w.id as entry, count(s.id) as seats from waiting_entry w join seat s on s.hold_id = w.id
    group by w.id having count(s.id) > 1 or bool_or(s.held_by <> w.member_id)`,
  'members of a sandbox take no seat': /* sql */ `
    select s.id as seat, m.id as member from seat s join member m on m.id = s.holder_id
    join organization o on o.id = m.organization_id where o.kind = 'sandbox'`,
  'only members of a sandbox have a season without a seat, and none who is gone': /* sql */ `
    select c.pool_id as pool, m.id as member from season_choice c join member m on m.id = c.member_id
    join organization o on o.id = m.organization_id
    where o.kind <> 'sandbox' or m.deactivated_at is not null or m.removed_at is not null`,
  'a full-time user or collaborator who has signed up or in has a seat': /* sql */ `
    select m.id as member from member m join organization o on o.id = m.organization_id
    where m.type in ('full-time', 'collaborator') and coalesce(m.signed_up_at, m.joined_at) is not null
      and m.role <> 'owner'
      and m.deactivated_at is null and m.removed_at is null and o.kind = 'production'
      and not exists (select from seat s where s.holder_id = m.id and s.kind = m.type)`,
  'an organization with members has one owner': /* sql */ `
    select m.organization_id as organization from member m where m.removed_at is null
    group by m.organization_id having count(*) filter (where m.role = 'owner') <> 1`,
  // More of them only where people in such seats outnumbered it when it shrank (D-23).
  'a tied pool has at least the seats that its ratio gives': /* sql */ `
    select t.id as pool, tied.seats, full_time.seats / t.tied_per as due
    from pool t
    join pool f on f.contract_id = t.contract_id and f.kind = 'full-time'
    cross join lateral (select count(*) as seats from seat s where s.pool_id = t.id and s.retires_on is null) tied
    cross join lateral (select count(*) as seats from seat s where s.pool_id = f.id and s.retires_on is null) full_time
    where t.mode = 'tied' and tied.seats < full_time.seats / t.tied_per`,
  'a member holds at most one full-time, collaborator or staff seat': /* sql */ `
    select holder_id as member, kind from seat where holder_id is not null and kind <> 'seasonal'
    group by holder_id, kind having count(*) > 1`,
  // Whom the vendor's product has signed in is active without a person of ours (ACC-06).
  'a member who used their link is bound to a person': /* sql */ `
    select m.id as member from member m join invitation v on v.member_id = m.id
    where (v.accepted_at is not null or m.signed_up_at is not null) and m.person_id is null`,
  'what is put aside belongs to a purchase on its way': /* sql */ `
    select p.account_id as account, p.ledger_account, sum(p.amount) as amount from ledger_posting p
    where p.ledger_account in ('credit-held', 'carried-held')
      and not exists (select from purchase u where u.account_id = p.account_id and u.state in ('pending', 'requires-action'))
    group by p.account_id, p.ledger_account having sum(p.amount) <> 0`,
  'what an account owes is what its unpaid invoices say': /* sql */ `
    select a.id as account, owed.amount, unpaid.due from account a
    cross join lateral (select coalesce(sum(p.amount), 0) as amount from ledger_posting p
      where p.account_id = a.id and p.ledger_account = 'receivable') owed
    cross join lateral (select coalesce(sum(i.due), 0) as due from invoice i
      where i.account_id = a.id and i.paid_at is null and i.voided_at is null) unpaid
    where owed.amount <> unpaid.due`,
  'no credit is used beyond what was given': /* sql */ `
    select p.account_id as account, p.credit_id as credit from ledger_posting p
    where p.ledger_account = 'credit' group by p.account_id, p.credit_id having sum(p.amount) > 0`,
  'no credit note takes back more than its invoice was settled with': /* sql */ `
    select n.id as note, n.to_balance as given, i.due, i.credit_applied from invoice n join invoice i on i.id = n.voids
    where n.to_balance > case when i.paid_at is null then 0 else i.due end + i.credit_applied + i.carried_out`,
  'what was taken back is not collected': /* sql */ `
    select i.id as invoice, n.state from invoice i join invoice_collection n on n.invoice_id = i.id
    where i.voided_at is not null and (n.state <> case when i.paid_at is null then 'void' else 'paid' end or n.next_try_at is not null)`,
  'a purchase has an invoice exactly when it is paid': /* sql */ `
    select u.id as purchase, u.state from purchase u
    where (u.state = 'paid') <> exists (select from invoice i where i.purchase_id = u.id and i.kind = 'invoice')`,
}

/**
 * Runs every invariant and gives those that do not hold, with up to ten rows each. On a connection of its own, as the
 * worker's role, which reads all tenants.
 */
export async function checkInvariants(url: string): Promise<readonly InvariantBreach[]> {
  const orm = createOrm({
    url,
    role: ROLES.worker,
    connections: 1,
    applicationName: 'seatkeeper invariants',
  })
  try {
    const db = orm.em.getKysely() as Db
    const breaches: InvariantBreach[] = []
    for (const [invariant, sql] of Object.entries(INVARIANTS)) {
      const rows = await statement<Record<string, unknown>, []>(`${sql} limit 10`)(db)
      if (rows.length > 0) breaches.push({ invariant, rows })
    }
    return breaches
  } finally {
    await orm.close()
  }
}
