import { Migration } from '@mikro-orm/migrations'
import { ROLES } from '../roles.ts'

/** USER-07, USER-12: an organization may ask its admins for a second factor. */
export class Migration0027SecondFactorRule extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table organization add column admins_need_second_factor boolean not null default false;
-- About signing in, and decided with a look at the owner's own factors, which are beyond a tenant's reach.
grant update (admins_need_second_factor) on organization to ${ROLES.identity};
create policy factor_rule_mails_of_identity on outbox for insert to ${ROLES.identity}
  with check (type = 'second-factor-rule');
`)
  }
}
