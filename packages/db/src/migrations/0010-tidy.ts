import { Migration } from '@mikro-orm/migrations'
import { ROLES } from '../roles.ts'

/** The worker deletes what nobody needs any more (`../tidy/`): the rights to it, and ways to find it by age. */
export class Migration0010Tidy extends Migration {
  override up(): void {
    this.addSql(byAge)
    this.addSql(rights)
  }
}

// Rows come in the order of their age, so a range index of a few pages does, and costs those who write next to nothing.
const byAge = /* sql */ `
create index idempotency_by_age on idempotency using brin (created_at) with (autosummarize = on);
create index outbox_by_age on outbox using brin (created_at) with (autosummarize = on);
`

/** What the worker may see of a row is what it needs to find and to delete it: no token, no result. */
const SEEN: Readonly<Record<string, string>> = {
  idempotency: 'organization_id, key, created_at',
  session: 'id, idle_ends_at, ends_at',
  rate_limit: 'key, expire',
}

const rights = [
  ...Object.entries(SEEN).map(
    ([table, columns]) => /* sql */ `
grant select (${columns}), delete on ${table} to ${ROLES.worker};
create policy worker_finds on ${table} for select to ${ROLES.worker} using (true);
create policy worker_tidies on ${table} for delete to ${ROLES.worker} using (true);`,
  ),
  /* sql */ `
grant delete on outbox to ${ROLES.worker};`,
].join('\n')
