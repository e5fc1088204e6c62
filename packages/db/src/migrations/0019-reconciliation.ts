import { Migration } from '@mikro-orm/migrations'
import { reconciliationWalls } from '../roles.ts'

/** PAY-09: each night's comparison of our books, the roster and the processor, and what it found. */
export class Migration0019Reconciliation extends Migration {
  override up(): void {
    this.addSql(tables)
    this.addSql(reconciliationWalls)
  }
}

const tables = /* sql */ `
create table reconciliation_run (
  id uuid primary key,
  -- The night that it is for; null: somebody asked for it.
  night date constraint one_run_per_night unique,
  begun_at timestamptz not null,
  finished_at timestamptz,
  -- Accounts go by their ids: a run that is cut off is gone on with behind the last one.
  after_account uuid,
  accounts integer not null default 0,
  unread integer not null default 0,
  differences integer not null default 0,
  repaired integer not null default 0,
  -- Wall clock.
  leased_until timestamptz
);

-- What is known of an account since it was last compared.
create table account_reconciliation (
  account_id uuid primary key references account,
  run_id uuid not null references reconciliation_run,
  -- Both sides were read then, business clock.
  reconciled_at timestamptz not null,
  -- There is a customer at the processor with whose books ours were compared.
  with_processor boolean not null
);

create table reconciliation_difference (
  id uuid primary key,
  account_id uuid not null references account,
  kind text not null,
  -- What tells differences of a kind apart: a purchase, an invoice, an item.
  subject text not null,
  details jsonb not null,
  concerns_customer boolean not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  -- By us, or it was gone when we looked again.
  ended_how text constraint known_end check (ended_how in ('repaired', 'gone')),
  constraint what_is_over_says_how check ((ended_at is null) = (ended_how is null))
);
create unique index one_open_difference on reconciliation_difference (account_id, kind, subject) where ended_at is null;
create index difference_of_account on reconciliation_difference (account_id, found_at);
`
