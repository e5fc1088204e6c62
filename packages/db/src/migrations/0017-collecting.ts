import { Migration } from '@mikro-orm/migrations'
import { collectingWalls } from '../roles.ts'

/**
 * Collecting issued invoices: who is at it, which card was charged last, and processor's invoices that had to be replaced;
 * what invoicing addresses were told, each once; and the switch for reminders.
 */
export class Migration0017Collecting extends Migration {
  override up(): void {
    for (const part of [collecting, notices]) this.addSql(part)
    this.addSql(collectingWalls)
  }
}

const collecting = /* sql */ `
alter table invoice_collection
  -- Whoever is at it, until when. Wall clock.
  add column lease uuid,
  add column leased_until timestamptz,
  -- The card that was charged last: another one is another try.
  add column tried_method text,
  -- How many of the processor's invoices had to be replaced, since they were voided there or were over another amount.
  add column round integer not null default 0,
  -- Somebody has told that something happened to it there: it is read, and charged only if it is its time. Each time another value.
  add column look uuid,
  -- What the last try came to is not known: money may be on its way.
  add column unclear boolean not null default false,
  -- The vendor says that it was paid elsewhere: nothing was collected at the processor.
  add column paid_by_vendor boolean not null default false,
  -- What stands at the processor is still to be made unpayable.
  add column void_there boolean not null default false,
  add constraint the_vendor_pays_what_is_paid check (state = 'paid' or not (paid_by_vendor or void_there));

-- Paid is for good, but for tidying up at the processor; and the processor's invoice is named once in each round.
create or replace function keep_collection() returns trigger language plpgsql as $$
begin
  if (old.state = 'paid' and to_jsonb(new) - array['void_there', 'leased_until']
      is distinct from to_jsonb(old) - array['void_there', 'leased_until'])
    or new.round < old.round
    or (new.round = old.round and old.processor_invoice_id is not null
      and new.processor_invoice_id is distinct from old.processor_invoice_id)
    or (new.invoice_id, new.account_id) is distinct from (old.invoice_id, old.account_id) then
    raise exception 'A collection that is paid never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;

alter table billing_profile add column card_reminders boolean not null default true;
`

const notices = /* sql */ `
create table billing_notice (
  id uuid primary key,
  account_id uuid not null,
  organization_id uuid not null,
  kind text not null constraint known_billing_notice check (kind in (
    'card-missing', 'card-expiring', 'card-declined', 'card-declined-reissued', 'action-required', 'card-required',
    'account-deactivated', 'account-reactivated', 'renewal-coming', 'wire-sent', 'wire-overdue')),
  invoice_id uuid,
  -- When it fell due. Business clock.
  at timestamptz not null,
  -- What is reminded of, and how many days before.
  event_at timestamptz,
  days_before integer,
  constraint notice_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint notice_of_the_accounts_invoice
    foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint reminders_name_their_event check ((event_at is null) = (days_before is null)),
  -- MAIL-05: told once, however often jobs run, overlap or crash.
  constraint one_billing_notice_per_kind_invoice_and_instant
    unique nulls not distinct (account_id, kind, invoice_id, at)
);
create unique index one_reminder_per_event_and_day
  on billing_notice (account_id, kind, event_at, days_before) where event_at is not null;
create index billing_notice_of_account on billing_notice (account_id, at);
create trigger billing_notice_is_kept before update on billing_notice for each row execute function refuse_change();

-- When the card is charged next, kept beside the other facts of the account's standing.
alter table account add column next_charge_at timestamptz;
create index account_charged_next on account (next_charge_at) where next_charge_at is not null;
create index account_that_ends on account (access_ends_at) where access_ends_at is not null;
create index card_that_expires on payment_account ((card_expiry_year * 12 + card_expiry_month))
  where payment_method_id is not null;
create index contract_that_renews on contract (ends_on) where renews and cancelled_at is null;
create index notice_of_a_lock on billing_notice (account_id, at desc, id desc)
  where kind in ('account-deactivated', 'card-required', 'account-reactivated');

create index account_with_deadline on account (grace_deadline) where grace_deadline is not null;
create index account_without_card on account (card_missing_from) where card_missing_from is not null;
create index collection_to_look_at on invoice_collection (invoice_id) where look is not null;
create index collection_to_void_there on invoice_collection (invoice_id) where void_there;
create index collection_with_terms on invoice_collection (invoice_id) where state = 'sent';
`
