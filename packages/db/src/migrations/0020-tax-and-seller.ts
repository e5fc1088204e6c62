import { Migration } from '@mikro-orm/migrations'
import { taxWalls } from '../roles.ts'

/**
 * Who sells, as it stands on each invoice for good; how a quote's taxes came about; and what the processor's tax service is told of
 * what was sold and given back.
 */
export class Migration0020TaxAndSeller extends Migration {
  override up(): void {
    for (const part of [seller, basis, reports, taxWalls]) this.addSql(part)
  }
}

const seller = /* sql */ `
create table seller (
  id integer primary key constraint one_seller check (id = 1),
  facts jsonb not null constraint seller_is_named check (facts ->> 'name' <> ''),
  changed_at timestamptz not null
);

-- Null: issued before there was anything to say.
alter table invoice add column seller jsonb;

-- Whoever issues it: an invoice keeps who sold, as they were then.
create function name_seller() returns trigger language plpgsql as $$
begin
  new.seller := coalesce(new.seller, (select facts from seller));
  return new;
end $$;
create trigger invoice_names_its_seller before insert on invoice for each row execute function name_seller();
`

const basis = /* sql */ `
-- Null: by the table of rates, because there is no tax service.
alter table billing_quote add column tax_basis jsonb;
-- An invoice keeps it, also where the table stood in and why.
alter table invoice add column tax_basis jsonb;
`

const reports = /* sql */ `
-- Written with the invoice or credit note; the row itself is what is still to be told.
create table tax_report (
  id uuid primary key,
  account_id uuid not null,
  invoice_id uuid not null,
  kind text not null constraint known_report_kind check (kind in ('sale', 'reversal')),
  calculation_id text,
  reverses uuid references tax_report,
  -- With its tax.
  amount bigint not null constraint a_report_is_of_something check (amount > 0),
  currency text not null,
  made_at timestamptz not null,
  -- Wall clock; null: it is told, or will never be.
  next_try_at timestamptz,
  attempts integer not null default 0,
  transaction_id text constraint told_once unique,
  refused text,
  constraint report_of_the_accounts_invoice
    foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint a_sale_was_reckoned check ((kind = 'sale') = (calculation_id is not null)),
  constraint a_reversal_takes_back_a_sale check ((kind = 'reversal') = (reverses is not null)),
  constraint one_sale_per_calculation unique (calculation_id),
  constraint one_reversal_per_sale_and_note unique (invoice_id, reverses),
  constraint told_or_refused check (transaction_id is null or refused is null),
  constraint what_is_told_rests check ((next_try_at is null) = (transaction_id is not null or refused is not null))
);
create unique index one_sale_per_invoice on tax_report (invoice_id) where kind = 'sale';
create index tax_report_of_account on tax_report (account_id, made_at);
create index tax_report_waiting on tax_report (next_try_at) where next_try_at is not null;
create index reversals_of_sale on tax_report (reverses) where reverses is not null;

-- Told is for good.
create function keep_tax_report() returns trigger language plpgsql as $$
begin
  if old.next_try_at is null or to_jsonb(new) - array['next_try_at', 'attempts', 'transaction_id', 'refused']
    is distinct from to_jsonb(old) - array['next_try_at', 'attempts', 'transaction_id', 'refused'] then
    raise exception 'What the tax service was told never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger tax_report_is_kept before update on tax_report for each row execute function keep_tax_report();
`
