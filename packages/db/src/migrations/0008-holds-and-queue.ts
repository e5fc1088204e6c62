import { Migration } from '@mikro-orm/migrations'
import { waitingWalls } from '../roles.ts'

/** Seats held for somebody who has not taken them yet (SEAT-11), and who waits for one of a full season (SEAT-12). */
export class Migration0008HoldsAndQueue extends Migration {
  override up(): void {
    for (const part of [holds, line, waitingWalls]) this.addSql(part)
  }
}

// A hold is a seat without a holder that is not free before `held_until`, except for whoever holds it.
const holds = /* sql */ `
alter table seat
  add column hold_id uuid,
  add column held_by uuid references member,
  add constraint a_hold_is_somebodys check ((hold_id is null) = (held_by is null));
create index held_seat on seat (held_by) where held_by is not null;
`

const line = /* sql */ `
create table waiting_entry (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  pool_id uuid not null,
  -- Only seasons have a line.
  kind text not null default 'seasonal' constraint line_is_of_a_season check (kind = 'seasonal'),
  member_id uuid not null,
  wants text not null constraint known_wish check (wants in ('seat', 'news')),
  asked_at timestamptz not null,
  offered_at timestamptz,
  offered_until timestamptz,
  mailed_at timestamptz,
  ended_at timestamptz,
  outcome text constraint known_outcome check (outcome in ('taken', 'told', 'lapsed', 'left')),
  constraint an_offer_has_a_deadline check (wants = 'news' or (offered_at is null) = (offered_until is null)),
  constraint what_ended_has_an_outcome check ((ended_at is null) = (outcome is null)),
  constraint waiting_member_of_the_organization
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id),
  constraint line_of_the_accounts_pool
    foreign key (pool_id, kind, account_id) references pool (id, kind, account_id)
);
create unique index one_place_in_each_line on waiting_entry (pool_id, member_id, wants) where ended_at is null;
create index waiting_line on waiting_entry (pool_id, asked_at, id) where ended_at is null;
create index waiting_of_member on waiting_entry (member_id) where ended_at is null;
create index waiting_for_mail on waiting_entry (offered_at) where offered_at is not null and mailed_at is null;
`
