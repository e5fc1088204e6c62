import { Migration } from '@mikro-orm/migrations'
import { billingWalls } from '../roles.ts'

/**
 * Billing: agreed prices, who is invoiced, the card's facts, quotes, purchases, invoices that never change, the ledger that
 * only grows, and the processor's webhooks.
 */
export class Migration0009Billing extends Migration {
  override up(): void {
    for (const part of [terms, customers, purchases, invoices, ledger, webhooks]) this.addSql(part)
    this.addSql(billingWalls)
  }
}

const terms = /* sql */ `
alter table contract add column currency text not null default 'USD'
  constraint currency_is_a_code check (currency ~ '^[A-Z]{3}$');
alter table contract add column self_service boolean not null default true;
alter table season add column unit_price bigint constraint season_price_is_not_negative check (unit_price >= 0);

create table contract_item (
  contract_id uuid not null,
  account_id uuid not null,
  item text not null,
  unit_price bigint not null constraint item_price_is_not_negative check (unit_price >= 0),
  -- Add-ons are a number; seats are counted where they are.
  quantity integer constraint item_quantity_is_not_negative check (quantity >= 0),
  primary key (contract_id, item),
  constraint item_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id)
);
`

const customers = /* sql */ `
create table billing_profile (
  account_id uuid primary key references account,
  company text not null,
  line1 text not null,
  line2 text,
  city text not null,
  region text,
  postal_code text not null,
  country text not null constraint country_is_a_code check (country ~ '^[A-Z]{2}$'),
  tax_id text,
  purchase_order text,
  email text not null,
  further_emails jsonb not null,
  updated_at timestamptz not null
);

create table payment_account (
  account_id uuid primary key references account,
  customer_id text not null constraint one_account_per_customer unique,
  payment_method_id text,
  card_brand text,
  card_last_four text,
  card_expiry_month integer,
  card_expiry_year integer,
  card_since timestamptz,
  constraint card_facts_come_together check (num_nulls(
    payment_method_id, card_brand, card_last_four, card_expiry_month, card_expiry_year, card_since) in (0, 6))
);
`

const purchases = /* sql */ `
create table billing_quote (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  made_by text not null,
  quote jsonb not null,
  -- What a tax service reckoned for it; null where the table of rates did.
  taxes jsonb,
  constraint quote_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint quote_with_its_account unique (id, account_id)
);
create index billing_quote_of_account on billing_quote (account_id);

create table purchase (
  id uuid primary key,
  account_id uuid not null,
  organization_id uuid not null,
  quote_id uuid not null constraint one_purchase_per_quote unique,
  state text not null constraint known_purchase_state
    check (state in ('pending', 'requires-action', 'paid', 'failed')),
  due bigint not null constraint purchase_is_not_negative check (due >= 0),
  currency text not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  outbox_id uuid,
  processor_invoice_id text constraint one_purchase_per_processor_invoice unique,
  action_url text,
  act_until timestamptz,
  given_up_at timestamptz,
  failure text,
  settled_at timestamptz,
  constraint purchase_of_the_accounts_quote
    foreign key (quote_id, account_id) references billing_quote (id, account_id),
  constraint purchase_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint failure_says_why check ((state = 'failed') = (failure is not null)),
  constraint settled_purchases_say_when check ((state in ('paid', 'failed')) = (settled_at is not null)),
  constraint who_is_asked_has_a_page check (state <> 'requires-action' or action_url is not null),
  constraint purchase_with_its_account unique (id, account_id)
);
create unique index one_purchase_on_its_way_per_account on purchase (account_id)
  where state in ('pending', 'requires-action');
create index purchase_of_account on purchase (account_id, submitted_at);

-- Paid and failed are for good, the processor's invoice is named once, and what was accepted never changes.
create function keep_purchase() returns trigger language plpgsql as $$
begin
  if old.state in ('paid', 'failed')
    or (old.processor_invoice_id is not null and new.processor_invoice_id is distinct from old.processor_invoice_id)
    or (new.id, new.account_id, new.quote_id, new.due, new.currency)
      is distinct from (old.id, old.account_id, old.quote_id, old.due, old.currency) then
    raise exception 'A purchase that is settled, and what was accepted, never changes'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger purchase_is_kept before update on purchase for each row execute function keep_purchase();
`

const invoices = /* sql */ `
create table invoice (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  number integer not null constraint numbers_begin_with_one check (number > 0),
  kind text not null constraint known_invoice_kind check (kind in ('invoice', 'credit-note')),
  purchase_id uuid constraint one_invoice_per_purchase_and_kind references purchase,
  issued_at timestamptz not null,
  due_on date,
  period_start date,
  period_end date,
  currency text not null,
  net bigint not null,
  tax bigint not null,
  carried_in bigint not null,
  carried_out bigint not null,
  credit_applied bigint not null,
  to_balance bigint not null,
  due bigint not null constraint due_is_not_negative check (due >= 0),
  bill_to jsonb not null,
  paid_at timestamptz,
  constraint one_invoice_per_number unique (account_id, number),
  constraint invoice_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint a_credit_note_collects_nothing check (kind = 'invoice' or due = 0),
  constraint invoice_with_its_account unique (id, account_id)
);
create unique index one_invoice_of_a_kind_per_purchase on invoice (purchase_id, kind) where purchase_id is not null;
create index invoice_of_contract on invoice (contract_id);

create table invoice_line (
  invoice_id uuid not null,
  position integer not null,
  account_id uuid not null,
  amount bigint not null,
  line jsonb not null,
  primary key (invoice_id, position),
  constraint line_of_the_accounts_invoice
    foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint amount_is_the_lines check (amount = (line -> 'amount' ->> 'amount')::bigint)
);

-- Issued is issued: all that ever changes is that it was paid, once.
create function keep_invoice() returns trigger language plpgsql as $$
begin
  if old.paid_at is not null or to_jsonb(new) - 'paid_at' is distinct from to_jsonb(old) - 'paid_at' then
    raise exception 'An issued invoice never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger invoice_is_kept before update on invoice for each row execute function keep_invoice();
create trigger invoice_stays before delete on invoice for each row execute function refuse_change();
create trigger invoice_line_is_kept before update or delete on invoice_line
  for each row execute function refuse_change();

-- At the end of the transaction: numbers without gaps, and lines that add up to what is due.
create function check_invoice() returns trigger language plpgsql as $$
begin
  if new.number > 1 and not exists (
    select from invoice where account_id = new.account_id and number = new.number - 1
  ) then
    raise exception 'Invoice % of the account comes without the one before it', new.number
      using errcode = 'check_violation';
  end if;
  if new.kind = 'invoice' and new.due <> coalesce(
    (select sum(amount) from invoice_line where invoice_id = new.id), 0
  ) then
    raise exception 'The lines of invoice % do not add up', new.number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger invoice_adds_up after insert on invoice
  deferrable initially deferred for each row execute function check_invoice();
`

const ledger = /* sql */ `
create table ledger_entry (
  id uuid primary key,
  account_id uuid not null references account,
  at timestamptz not null,
  kind text not null constraint known_entry_kind check (
    kind in ('hold', 'release', 'invoice', 'payment', 'credit', 'stray-payment')),
  currency text not null,
  purchase_id uuid,
  invoice_id uuid,
  constraint entry_of_the_accounts_purchase
    foreign key (purchase_id, account_id) references purchase (id, account_id),
  constraint entry_of_the_accounts_invoice
    foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint one_entry_of_a_kind_per_purchase unique (purchase_id, kind),
  constraint one_entry_of_a_kind_per_invoice unique (invoice_id, kind),
  constraint entry_with_its_account unique (id, account_id)
);
create index ledger_entry_of_account on ledger_entry (account_id, at);

create table ledger_posting (
  entry_id uuid not null,
  position integer not null,
  account_id uuid not null,
  ledger_account text not null constraint known_ledger_account check (ledger_account in (
    'receivable', 'cash', 'revenue', 'tax', 'credit', 'credit-held', 'carried', 'carried-held')),
  amount bigint not null constraint posting_is_not_nothing check (amount <> 0),
  -- Which credit: the entry that gave it.
  credit_id uuid,
  primary key (entry_id, position),
  constraint posting_of_the_accounts_entry
    foreign key (entry_id, account_id) references ledger_entry (id, account_id),
  constraint posting_of_the_accounts_credit
    foreign key (credit_id, account_id) references ledger_entry (id, account_id),
  constraint credits_are_named check ((ledger_account in ('credit', 'credit-held')) = (credit_id is not null))
);
create index ledger_posting_of_account on ledger_posting (account_id, ledger_account);

create trigger ledger_entry_is_kept before update or delete on ledger_entry
  for each row execute function refuse_change();
create trigger ledger_posting_is_kept before update or delete on ledger_posting
  for each row execute function refuse_change();

create function check_balance() returns trigger language plpgsql as $$
begin
  if (select sum(amount) from ledger_posting where entry_id = new.entry_id) <> 0 then
    raise exception 'The postings of ledger entry % do not balance', new.entry_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger postings_balance after insert on ledger_posting
  deferrable initially deferred for each row execute function check_balance();
`

const webhooks = /* sql */ `
create table payment_event (
  id text primary key,
  type text not null,
  object_type text not null,
  object_id text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null,
  done_at timestamptz,
  note text
);
create index payment_event_waiting on payment_event (due_at) where done_at is null;
`
