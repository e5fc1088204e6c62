import { Migration } from '@mikro-orm/migrations'
import { ROLES } from '../roles.ts'

/** OPS-04: where the demo's clock goes on to when it has arrived: presses that came while it was on its way. */
export class Migration0028ClockPresses extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table business_clock add column goals_to_come jsonb not null default '[]'
  constraint goals_to_come_are_a_list check (jsonb_typeof(goals_to_come) = 'array'),
  add constraint only_a_moving_clock_has_goals_to_come check (goal is not null or goals_to_come = '[]');
grant update (goals_to_come) on business_clock to ${ROLES.identity}, ${ROLES.worker};
`)
  }
}
