import { Migration } from '@mikro-orm/migrations'
import { importWalls } from '../roles.ts'

/** Files of users to be added and changed (USER-09): what each row would do, and what came of it. */
export class Migration0011UserImports extends Migration {
  override up(): void {
    this.addSql(imports)
    this.addSql(importWalls)
  }
}

const imports = /* sql */ `
create table user_import (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  -- Who brought the file, and in whose name it is carried out.
  member_id uuid not null,
  file_name text not null,
  file_hash bytea not null constraint hash_is_sha256 check (length(file_hash) = 32),
  encoding text not null,
  separator text not null,
  rows integer not null constraint some_rows check (rows > 0),
  state text not null constraint known_state
    check (state in ('checked', 'queued', 'running', 'done', 'refused')),
  mode text constraint known_mode check (mode in ('all-or-nothing', 'valid-rows')),
  created_at timestamptz not null,
  checked_at timestamptz not null,
  committed_at timestamptz,
  finished_at timestamptz,
  -- How many rows have been gone through.
  progress integer not null default 0,
  attempts integer not null default 0,
  lease uuid,
  leased_until timestamptz,
  constraint what_is_committed_has_a_mode check ((state = 'checked') = (mode is null)),
  constraint what_is_over_has_an_end check ((state in ('done', 'refused')) = (finished_at is not null)),
  constraint importer_of_the_organization
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id),
  unique (id, organization_id, account_id)
);
create index imports_of_organization on user_import (organization_id, created_at desc);
create index imports_to_do on user_import (committed_at) where state in ('queued', 'running');
create index imports_by_age on user_import (created_at);

create table user_import_row (
  import_id uuid not null,
  -- From 1, in the order of the file.
  nth integer not null,
  organization_id uuid not null,
  account_id uuid not null,
  -- What the file says.
  said jsonb not null,
  plan text not null constraint known_plan check (plan in ('add', 'change', 'same', 'refuse')),
  -- What is to be done, for a row that is added or changed.
  task jsonb,
  -- Why it cannot be, for one that is refused.
  why jsonb,
  result text constraint known_result check (result in ('added', 'changed', 'refused')),
  result_why jsonb,
  primary key (import_id, nth),
  constraint row_of_its_import foreign key (import_id, organization_id, account_id)
    references user_import (id, organization_id, account_id) on delete cascade
);
create index import_rows_by_plan on user_import_row (import_id, plan, nth);
create index import_rows_by_result on user_import_row (import_id, result, nth);
`
