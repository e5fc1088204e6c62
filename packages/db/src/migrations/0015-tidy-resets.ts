import { Migration } from '@mikro-orm/migrations'
import { ROLES } from '../roles.ts'

/** Links for a new password that are over name persons and serve nobody: the worker deletes them, too. */
export class Migration0015TidyResets extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
grant delete on password_reset to ${ROLES.worker};
create policy worker_tidies on password_reset for delete to ${ROLES.worker} using (true);
`)
  }
}
