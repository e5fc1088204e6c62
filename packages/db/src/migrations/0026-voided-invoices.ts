import { Migration } from '@mikro-orm/migrations'

/**
 * D-02: the vendor takes a wrong invoice back by a credit note. Issued stays issued: that an invoice was paid, and that it was taken back, are all
 * that is ever added.
 */
export class Migration0026VoidedInvoices extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table invoice
  add column voided_at timestamptz,
  -- The invoice that this credit note takes back, as a whole.
  add column voids uuid,
  add constraint only_invoices_are_taken_back check (voided_at is null or kind = 'invoice'),
  add constraint only_credit_notes_take_back check (voids is null or kind = 'credit-note'),
  add constraint taken_back_once unique (voids),
  add constraint taken_back_of_the_account foreign key (voids, account_id) references invoice (id, account_id);

create or replace function keep_invoice() returns trigger language plpgsql as $$
begin
  if old.voided_at is not null
    or (old.paid_at is not null and new.paid_at is distinct from old.paid_at)
    or to_jsonb(new) - 'paid_at' - 'voided_at' is distinct from to_jsonb(old) - 'paid_at' - 'voided_at' then
    raise exception 'An issued invoice never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- At the end of the transaction: no invoice is taken back without its credit note.
create function check_voided() returns trigger language plpgsql as $$
begin
  if not exists (select from invoice where voids = new.id) then
    raise exception 'Invoice % is taken back without a credit note', new.number using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger voided_has_credit_note after update of voided_at on invoice
  deferrable initially deferred for each row when (new.voided_at is not null) execute function check_voided();

-- A period whose invoice was taken back may be invoiced again.
drop index one_invoice_per_period;
create unique index one_invoice_per_period on invoice (contract_id, period_start)
  where kind = 'invoice' and period_start is not null and voided_at is null and (purchase_id is null or begins_contract);

-- What stands at the processor for an invoice that was taken back is made unpayable, too.
alter table invoice_collection
  drop constraint the_vendor_pays_what_is_paid,
  add constraint the_vendor_pays_what_is_paid check (
    (state = 'paid' or not paid_by_vendor) and (state in ('paid', 'void') or not void_there));

alter table ledger_entry
  drop constraint known_entry_kind,
  add constraint known_entry_kind check (
    kind in ('hold', 'release', 'invoice', 'payment', 'credit', 'stray-payment', 'void'));
`)
  }
}
