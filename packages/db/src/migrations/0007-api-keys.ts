import { Migration } from '@mikro-orm/migrations'
import { apiKeyWalls } from '../roles.ts'

/** Keys of the API, and the door through which the vendor's product comes (ECO-01, ACC-03, ACC-06). */
export class Migration0007ApiKeys extends Migration {
  override up(): void {
    this.addSql(tables)
    this.addSql(apiKeyWalls)
  }
}

const tables = /* sql */ `
create table api_key (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  name text not null,
  prefix text not null,
  secret_hash bytea not null constraint one_key_per_secret unique,
  scopes text[] not null,
  created_at timestamptz not null,
  created_by uuid not null references member,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid references member,
  constraint secret_hash_is_sha256 check (octet_length(secret_hash) = 32),
  constraint a_key_may_do_something check (cardinality(scopes) > 0),
  constraint known_scopes check (scopes <@ array[
    'access.evaluate', 'sign-ins.report', 'usage.write', 'billing.read', 'users.manage', 'seats.read', 'seasons.assign',
    'requests.file', 'audit.read', 'usage.read']),
  constraint revoked_by_somebody check ((revoked_at is null) = (revoked_by is null)),
  constraint key_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id)
);
create index api_key_of_organization on api_key (organization_id, created_at);

-- A key acts, too. Rows of before have passed the narrower check, so none is looked at again while others wait.
alter table audit drop constraint known_actor, add constraint known_actor
  check (actor_kind in ('member', 'person', 'staff', 'job', 'api-key')) not valid;
`
