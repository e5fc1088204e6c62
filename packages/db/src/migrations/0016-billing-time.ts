import { Migration } from '@mikro-orm/migrations'
import { billingTimeWalls, ROLES } from '../roles.ts'

/**
 * Billing through time: what a contract needs to be renewed, cancelled and billed on its own day; changes that wait for
 * their day; how each invoice is collected; the seasons that a renewal proposes; what an account's standing follows from.
 */
export class Migration0016BillingTime extends Migration {
  override up(): void {
    for (const part of [terms, changes, collections, proposals, standing]) this.addSql(part)
    this.addSql(billingTimeWalls)
    this.addSql(contractsFromBefore)
  }
}

const terms = /* sql */ `
alter table contract
  add column anchor_day integer constraint anchor_is_a_day_of_a_month check (anchor_day between 1 and 31),
  add column renewal_months integer constraint next_term_is_not_empty check (renewal_months > 0),
  add column net_days integer constraint net_days_are_not_negative check (net_days >= 0),
  add column renews boolean not null default true,
  add column cancelled_at timestamptz,
  add column cancelled_by text,
  -- Whoever billed it before this software did has billed it until then (decision 0122).
  add column invoiced_until date,
  add column renewed_from uuid,
  -- The billing run has written the next term, or the end. Nobody's access follows from it: a run that is late locks nobody out.
  add column ended_at timestamptz,
  add constraint cancelled_by_somebody check ((cancelled_at is null) = (cancelled_by is null)),
  add constraint term_with_its_end unique (id, account_id, ends_on),
  -- However often a renewal is tried, there is one next term, and it begins where this one ends.
  add constraint one_next_term unique (renewed_from),
  add constraint next_term_begins_where_the_last_ends
    foreign key (renewed_from, account_id, starts_on) references contract (id, account_id, ends_on);
create index contract_to_bill on contract (account_id) where ended_at is null;

create function check_renewal() returns trigger language plpgsql as $$
begin
  if new.renewed_from is not null and exists (
    select from contract where id = new.renewed_from and (cancelled_at is not null or not renews)
  ) then
    raise exception 'A contract that was cancelled has no next term' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger renewal_is_of_a_contract_that_renews before insert on contract
  for each row execute function check_renewal();

-- Cancelling and its undoing are for terms that are not over; a written next term settles it.
create function keep_cancellation() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null and (new.renews, new.cancelled_at) is distinct from (old.renews, old.cancelled_at) then
    raise exception 'A term that is over is neither cancelled nor taken up again' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger cancellation_is_kept before update of renews, cancelled_at on contract
  for each row execute function keep_cancellation();

-- A season that goes on beyond a term moves on to the next one, and its pool with it.
alter table pool drop constraint pool_of_the_contracts_season;
alter table pool add constraint pool_of_the_contracts_season
  foreign key (season_id, contract_id, account_id) references season (id, contract_id, account_id) on update cascade;
create index season_of_contract on season (contract_id);
`

const changes = /* sql */ `
create table scheduled_change (
  id uuid primary key,
  account_id uuid not null,
  -- Of the running term; what waits for a later one moves on with each renewal.
  contract_id uuid not null,
  kind text not null constraint known_change check (kind in ('quantity', 'plan')),
  item text,
  from_value integer,
  to_value integer constraint never_less_than_nothing check (to_value >= 0),
  from_plan text,
  to_plan text,
  effective_on date not null,
  -- Members who give up their seats with it (D-23).
  releases jsonb not null default '[]' constraint releases_are_a_list check (jsonb_typeof(releases) = 'array'),
  state text not null constraint known_change_state
    check (state in ('requested', 'scheduled', 'made', 'cancelled', 'declined', 'lapsed')),
  asked_at timestamptz not null,
  asked_by text not null,
  decided_at timestamptz,
  decided_by text,
  -- When it was made, called off, declined or lapsed.
  ended_at timestamptz,
  -- What it came to, where more people kept their seats than it left (D-23).
  made_value integer,
  constraint change_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint a_quantity_has_numbers check (
    (kind = 'quantity') = (item is not null) and (kind = 'quantity') = (from_value is not null)
    and (kind = 'quantity') = (to_value is not null)),
  constraint a_plan_has_names check (
    (kind = 'plan') = (from_plan is not null) and (kind = 'plan') = (to_plan is not null)),
  constraint decided_by_somebody check ((decided_at is null) = (decided_by is null)),
  constraint what_is_scheduled_was_decided check (state not in ('scheduled', 'made', 'declined') or decided_at is not null),
  constraint what_is_over_says_when check ((state in ('requested', 'scheduled')) = (ended_at is null))
);
create unique index one_scheduled_change_per_item_and_day
  on scheduled_change (contract_id, kind, item, effective_on) nulls not distinct where state = 'scheduled';
create index scheduled_change_of_contract on scheduled_change (contract_id);
create index scheduled_change_of_account on scheduled_change (account_id, asked_at);
create index scheduled_change_due on scheduled_change (effective_on) where state = 'scheduled';
`

const collections = /* sql */ `
-- A purchase that began a contract (D-21) has paid that contract's first period.
alter table invoice add column begins_contract boolean not null default false;
create unique index one_invoice_per_period on invoice (contract_id, period_start)
  where kind = 'invoice' and period_start is not null and (purchase_id is null or begins_contract);

create table invoice_collection (
  invoice_id uuid primary key,
  account_id uuid not null,
  -- Through whose outbox its mails go.
  organization_id uuid not null,
  method text not null constraint known_method check (method in ('card', 'wire')),
  state text not null constraint known_collection_state
    check (state in ('due', 'requires-action', 'no-card', 'declined', 'sent', 'paid', 'void')),
  processor_invoice_id text constraint one_collection_per_processor_invoice unique,
  action_url text,
  decline_cause text,
  declined_at timestamptz,
  notice_id uuid,
  notice_committed_at timestamptz,
  notice_delivered_at timestamptz,
  staff_deadline timestamptz,
  net_days integer constraint collection_net_days_are_not_negative check (net_days >= 0),
  next_try_at timestamptz,
  attempts integer not null default 0,
  paid_at timestamptz,
  constraint collection_of_the_accounts_invoice
    foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint collection_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint what_is_paid_says_when check ((state = 'paid') = (paid_at is not null)),
  constraint wires_are_sent check (state <> 'sent' or method = 'wire'),
  constraint a_bank_that_asks_has_a_page check (state <> 'requires-action' or action_url is not null),
  constraint what_was_declined_says_when check (state <> 'declined' or declined_at is not null)
);
create index open_collection_of_account on invoice_collection (account_id) where state not in ('paid', 'void');
create index collection_to_try on invoice_collection (next_try_at)
  where next_try_at is not null and state not in ('paid', 'void');

-- Paid is for good, and the processor's invoice is named once.
create function keep_collection() returns trigger language plpgsql as $$
begin
  if old.state = 'paid'
    or (old.processor_invoice_id is not null and new.processor_invoice_id is distinct from old.processor_invoice_id)
    or (new.invoice_id, new.account_id) is distinct from (old.invoice_id, old.account_id) then
    raise exception 'A collection that is paid never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger collection_is_kept before update on invoice_collection for each row execute function keep_collection();
`

const proposals = /* sql */ `
-- BILL-11: contract seasons end with the term; renewal proposes them one year on.
create table season_proposal (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  -- Proposed once, however many terms follow.
  from_season_id uuid not null constraint one_proposal_per_season unique references season,
  name text not null,
  first_day date not null,
  last_day date not null,
  seats integer not null constraint proposed_seats_are_not_negative check (seats >= 0),
  unit_price bigint constraint proposed_price_is_not_negative check (unit_price >= 0),
  proposed_at timestamptz not null,
  state text not null constraint known_proposal_state check (state in ('proposed', 'agreed', 'declined')),
  decided_at timestamptz,
  decided_by text,
  season_id uuid references season,
  constraint proposal_does_not_end_before_it_starts check (first_day <= last_day),
  constraint proposal_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint a_decision_has_a_time_and_a_name check (
    (state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint what_is_agreed_has_a_season check ((state = 'agreed') = (season_id is not null))
);
create index season_proposal_of_account on season_proposal (account_id);
`

const standing = /* sql */ `
alter table account
  add column card_missing_from timestamptz,
  add column access_ends_at timestamptz;
`

/**
 * Versions before this one billed nobody through time: whoever has contracts by then bills them elsewhere. They go on being billed
 * here with their next period, terms that are over stay over, and invoices of purchases by wire that are open can be closed. The owner
 * of the tables reaches no rows.
 */
export const contractsFromBefore = /* sql */ `
set local role ${ROLES.vendor};
with clock as (
  select (coalesce(max(coalesce(stands_at, now() + make_interval(secs => ahead_ms / 1000.0))), now())
    at time zone 'UTC')::date as today
  from business_clock
)
update contract c set renews = c.ends_on > clock.today, invoiced_until = least(c.ends_on, (
  select min(period.starts_on) from generate_series(1, 1200) n
  cross join lateral (select (c.starts_on + make_interval(months => n
    * case c.billing_interval when 'monthly' then 1 when 'quarterly' then 3 else 12 end))::date as starts_on) period
  where period.starts_on > clock.today))
from clock where c.starts_on <= clock.today;
insert into invoice_collection (invoice_id, account_id, organization_id, method, state, net_days)
select i.id, i.account_id, o.id, 'wire', 'sent', greatest(0, i.due_on - (i.issued_at at time zone 'UTC')::date)
from invoice i
cross join lateral (
  select id from organization where account_id = i.account_id order by created_at, id limit 1
) o
where i.kind = 'invoice' and i.due > 0 and i.paid_at is null and i.due_on is not null;
reset role;
`
