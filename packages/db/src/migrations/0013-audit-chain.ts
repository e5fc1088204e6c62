import { Migration } from '@mikro-orm/migrations'
import { auditSealWalls } from '../roles.ts'

/** The audit log's hash chain (USER-10), and the one way in which an entry may change: erasing a person. */
export class Migration0013AuditChain extends Migration {
  override up(): void {
    this.addSql(chain)
    this.addSql(auditSealWalls)
    this.addSql(appendOnly)
  }
}

// When an entry was really noted (`at` is the business clock): only what is newer than the last sealing is sealed. Without a
// foreign key, because a seal must outlive its entry to show that there was one.
const chain = /* sql */ `
alter table audit add column noted_at timestamptz not null default now();
create index audit_by_age on audit using brin (noted_at) with (autosummarize = on);
create index audit_newest on audit (organization_id, at desc, id desc);

create table audit_seal (
  audit_id uuid primary key,
  organization_id uuid,
  position bigint not null,
  content bytea not null,
  link bytea not null,
  sealed_at timestamptz not null default now(),
  constraint positions_count_up check (position > 0),
  constraint content_is_sha256 check (octet_length(content) = 32),
  constraint link_is_sha256 check (octet_length(link) = 32),
  constraint one_seal_per_position unique nulls not distinct (organization_id, position)
);
create index audit_seal_by_age on audit_seal (sealed_at);
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal
  for each statement execute function refuse_change();
`

// No door of the apps has the right to change a column of it; the vendor's command for erasing has that to two of them.
const appendOnly = /* sql */ `
create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_user = 'seatkeeper_vendor' then return null; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
drop trigger audit_is_append_only on audit;
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_audit_change();
`
