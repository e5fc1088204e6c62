import { Migration } from '@mikro-orm/migrations'

/**
 * The house: accounts, contracts with their pools of seats, people, and the records written with each change. Each
 * constraint is named after what it promises.
 */
export class Migration0001House extends Migration {
  override up(): void {
    for (const part of [extensions, functions, money, people, seats, identity, records]) this.addSql(part)
  }
}

const extensions = /* sql */ `
create extension if not exists btree_gist;
`

// Search and order do not depend on the locale that a database happened to be made with.
const functions = /* sql */ `
create function fold_text(input text) returns text
  language sql immutable strict parallel safe
  return lower(regexp_replace(normalize(input, nfkd), '[\\u0300-\\u036f]', '', 'g') collate pg_c_utf8);

create function tenant_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('seatkeeper.organization_id', true), '')::uuid;

create function tenant_account() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('seatkeeper.account_id', true), '')::uuid;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
`

const money = /* sql */ `
create table account (
  id uuid primary key,
  name text not null,
  overdue_since timestamptz,
  grace_deadline timestamptz,
  created_at timestamptz not null
);

create table organization (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  kind text not null constraint known_kind check (kind in ('production', 'sandbox')),
  created_at timestamptz not null,
  constraint organization_with_its_account unique (id, account_id)
);
create index organization_of_account on organization (account_id);

create table contract (
  id uuid primary key,
  account_id uuid not null references account,
  plan text not null
    constraint known_plan check (plan in ('professional', 'business', 'enterprise', 'ultimate', 'classic')),
  policy text not null constraint known_policy check (policy in ('standard', 'classic')),
  billing_interval text not null
    constraint known_interval check (billing_interval in ('monthly', 'quarterly', 'annual')),
  payment text not null constraint known_payment check (payment in ('card', 'wire')),
  starts_on date not null,
  ends_on date not null,
  created_at timestamptz not null,
  constraint term_is_not_empty check (starts_on < ends_on),
  constraint contract_with_its_account unique (id, account_id),
  constraint terms_of_an_account_do_not_overlap
    exclude using gist (account_id with =, daterange(starts_on, ends_on) with &&)
);

create table season (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  name text not null,
  first_day date not null,
  last_day date not null,
  ad_hoc boolean not null,
  created_at timestamptz not null,
  constraint season_does_not_end_before_it_starts check (first_day <= last_day),
  constraint season_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint season_with_its_contract unique (id, contract_id, account_id)
);
create index season_of_account on season (account_id);

create table pool (
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  season_id uuid,
  kind text not null
    constraint known_pool_kind check (kind in ('full-time', 'collaborator', 'seasonal', 'staff')),
  mode text not null constraint known_mode check (mode in ('counted', 'tied', 'unlimited')),
  tied_per integer,
  staff_seats integer,
  constraint seasonal_pools_have_a_season check ((kind = 'seasonal') = (season_id is not null)),
  constraint tied_pools_have_a_ratio check ((mode = 'tied') = (tied_per is not null) and tied_per > 0),
  constraint staff_pools_are_a_number check ((kind = 'staff') = (staff_seats is not null) and staff_seats >= 0),
  constraint pool_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint pool_of_the_contracts_season
    foreign key (season_id, contract_id, account_id) references season (id, contract_id, account_id),
  constraint pool_with_its_kind unique (id, kind, account_id)
);
create unique index one_pool_per_season on pool (season_id) where season_id is not null;
create unique index one_pool_per_kind on pool (contract_id, kind) where season_id is null;
create index pool_of_account on pool (account_id);
`

const people = /* sql */ `
create table person (
  id uuid primary key,
  email text not null,
  email_key text not null constraint one_person_per_email unique,
  name text not null,
  password_hash text not null,
  time_zone text not null,
  locale text not null,
  created_at timestamptz not null
);

create table permission_set (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  name text not null,
  created_at timestamptz not null,
  constraint permission_set_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint one_permission_set_per_name unique (organization_id, name),
  constraint permission_set_with_its_organization unique (id, organization_id)
);

create table member (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  person_id uuid references person,
  email text not null,
  email_key text not null,
  name text not null,
  search_text text collate "C" not null generated always as (fold_text((name || ' ') || email)) stored,
  sort_name text collate "C" not null generated always as (fold_text(name)) stored,
  type text not null
    constraint known_type check (type in ('full-time', 'collaborator', 'seasonal', 'staff')),
  role text not null constraint known_role
    check (role in ('owner', 'billing-admin', 'admin', 'user-manager', 'team-lead', 'member')),
  permission_set_id uuid,
  invited_at timestamptz not null,
  joined_at timestamptz,
  last_signed_in_at timestamptz,
  deactivated_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null,
  constraint member_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint permission_set_of_the_members_organization
    foreign key (permission_set_id, organization_id) references permission_set (id, organization_id),
  constraint one_member_per_email_and_organization unique (organization_id, email_key),
  constraint member_with_its_type unique (id, type, account_id),
  constraint member_with_its_organization unique (id, organization_id, account_id)
);
create unique index one_owner_per_organization on member (organization_id)
  where role = 'owner' and removed_at is null;
create unique index one_membership_per_person on member (person_id, organization_id) where person_id is not null;
create index member_by_name on member (organization_id, sort_name, id);
create index member_by_last_sign_in on member
  (organization_id, coalesce(last_signed_in_at, '-infinity'::timestamptz), id);

create table invitation (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  member_id uuid not null constraint one_invitation_per_member unique,
  issue integer not null constraint issue_counts_up check (issue > 0),
  sent_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  bounced_at timestamptz,
  constraint accepted_or_withdrawn check (accepted_at is null or withdrawn_at is null),
  constraint invitation_of_the_organizations_member
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id)
);
`

const seats = /* sql */ `
create table seat (
  id uuid primary key default uuidv7(),
  account_id uuid not null,
  pool_id uuid not null,
  kind text not null,
  valid_from date not null,
  retires_on date,
  holder_id uuid,
  held_until timestamptz,
  pick integer not null default floor(random() * 2147483648)::integer,
  constraint seat_is_of_its_pools_kind
    foreign key (pool_id, kind, account_id) references pool (id, kind, account_id),
  -- A switch changes a member's type and seats in one transaction, hence deferrable.
  constraint holder_is_of_the_seats_type
    foreign key (holder_id, kind, account_id) references member (id, type, account_id) deferrable,
  constraint seat_retires_after_it_begins check (retires_on >= valid_from),
  constraint seat_with_its_pool unique (id, pool_id, account_id)
);
-- Claims scan this from a random start: it holds free seats alone, in hashed order, so it stays short and uncontended.
create index free_seat on seat (pool_id, pick) where holder_id is null and retires_on is null;
create unique index one_live_seat_per_member_and_pool on seat (pool_id, holder_id) where holder_id is not null;
create index seat_by_holder on seat (holder_id) where holder_id is not null;
create index lapsing_seat on seat (pool_id, held_until) where held_until is not null;

create table seat_assignment (
  id uuid primary key default uuidv7(),
  account_id uuid not null,
  organization_id uuid not null,
  pool_id uuid not null,
  seat_id uuid not null,
  member_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  started_by text not null,
  ended_by text,
  constraint assignment_ends_with_a_cause check ((ended_at is null) = (ended_by is null)),
  constraint assignment_does_not_end_before_it_starts check (started_at <= ended_at),
  constraint assignment_of_the_pools_seat
    foreign key (seat_id, pool_id, account_id) references seat (id, pool_id, account_id),
  constraint assignment_of_the_organizations_member
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id)
);
create unique index one_open_assignment_per_seat on seat_assignment (seat_id) where ended_at is null;
create index assignment_by_member on seat_assignment (member_id);
`

const identity = /* sql */ `
create table session (
  id uuid primary key,
  person_id uuid not null references person,
  token_hash bytea not null constraint one_session_per_token unique,
  organization_id uuid references organization,
  user_agent text,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  idle_ends_at timestamptz not null,
  ends_at timestamptz not null,
  constraint token_hash_is_sha256 check (octet_length(token_hash) = 32)
);
create index session_of_person on session (person_id);

create table vendor_staff (
  id uuid primary key,
  email text not null,
  email_key text not null constraint one_staff_member_per_email unique,
  name text not null,
  password_hash text not null,
  role text not null constraint known_staff_role check (role in ('support', 'billing', 'admin')),
  created_at timestamptz not null
);

create table rate_limit (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
`

const records = /* sql */ `
create table outbox (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  account_id uuid not null,
  type text not null,
  payload jsonb not null,
  state text not null default 'pending' constraint known_state
    check (state in ('pending', 'sending', 'delivered', 'retry', 'unknown', 'failed', 'skipped')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease uuid,
  leased_until timestamptz,
  sending_since timestamptz,
  done_at timestamptz,
  message_id text,
  note text,
  created_at timestamptz not null default now(),
  constraint only_sending_is_leased check ((state = 'sending') = (lease is not null)),
  constraint a_lease_runs_out check ((lease is null) = (leased_until is null))
);
create index outbox_due on outbox (due_at, id) where state in ('pending', 'retry');
create index outbox_leased on outbox (leased_until) where state = 'sending';

create table audit (
  id uuid primary key default uuidv7(),
  organization_id uuid,
  account_id uuid,
  at timestamptz not null,
  actor_kind text not null constraint known_actor check (actor_kind in ('member', 'person', 'staff', 'job')),
  actor_id text not null,
  channel text not null,
  action text not null,
  subject_id uuid not null,
  before jsonb,
  after jsonb
);
create index audit_of_organization on audit (organization_id, at);
create index audit_of_subject on audit (subject_id, at);
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

create table idempotency (
  organization_id uuid not null,
  key text not null,
  request_hash bytea not null,
  result jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, key),
  constraint key_is_short check (length(key) between 1 and 200)
);
`
