import { Migration } from '@mikro-orm/migrations'
import { secondFactorWalls } from '../roles.ts'

/** USER-12: a second factor at sign-in (authenticator apps, passkeys, recovery codes), and the change of one's e-mail. */
export class Migration0021SecondFactor extends Migration {
  override up(): void {
    this.addSql(factors)
    this.addSql(steps)
    this.addSql(emailChange)
    this.addSql(secondFactorWalls)
  }
}

const factors = /* sql */ `
create table authenticator_app (
  person_id uuid primary key references person,
  sealed_secret bytea not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint,
  constraint a_confirmed_app_has_used_a_step check ((confirmed_at is null) = (last_step is null))
);

create table recovery_code (
  code_hash bytea primary key constraint recovery_code_is_hashed check (octet_length(code_hash) = 32),
  person_id uuid not null references person,
  made_at timestamptz not null,
  used_at timestamptz
);
create index recovery_code_of_person on recovery_code (person_id);

create table passkey (
  id uuid primary key,
  person_id uuid not null references person,
  credential_id text not null constraint one_passkey_per_credential unique
    constraint credential_within_bounds check (length(credential_id) between 1 and 1400),
  public_key bytea not null,
  sign_count bigint not null constraint never_below_zero check (sign_count >= 0),
  transports text[] not null,
  name text not null constraint passkey_name_within_bounds check (length(name) between 1 and 60),
  made_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of_person on passkey (person_id);
`

const steps = /* sql */ `
alter table session add column proven_at timestamptz;

create table spent_challenge (
  challenge_hash bytea primary key constraint challenge_is_hashed check (octet_length(challenge_hash) = 32),
  expires_at timestamptz not null
);

create table sign_in_step (
  id uuid primary key,
  person_id uuid not null references person,
  token_hash bytea not null constraint one_step_per_token unique
    constraint step_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  password_digest bytea not null,
  organization_id uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  constraint step_expires_after_it_was_made check (expires_at > made_at)
);
create index sign_in_step_of_person on sign_in_step (person_id);
`

const emailChange = /* sql */ `
create table email_change (
  id uuid primary key,
  person_id uuid not null references person,
  email text not null,
  email_key text not null,
  former_email text not null,
  former_email_key text not null,
  kept_session_id uuid,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  stopped_at timestamptz,
  replaced_at timestamptz,
  constraint change_expires_after_it_was_asked_for check (expires_at > asked_at),
  constraint a_replaced_change_was_never_confirmed check (replaced_at is null or confirmed_at is null)
);
create unique index one_live_email_change_per_person on email_change (person_id)
  where confirmed_at is null and stopped_at is null and replaced_at is null;
create index email_change_of_person on email_change (person_id, asked_at);
`
