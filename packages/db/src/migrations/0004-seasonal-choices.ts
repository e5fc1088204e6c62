import { Migration } from '@mikro-orm/migrations'
import { ROLES, seasonChoiceWalls } from '../roles.ts'

/**
 * The seasons of a sandbox's members, who take no seat that would say them (SEAT-01); and when a member signed up, which is not
 * yet to have signed in (ACC-06).
 */
export class Migration0004SeasonalChoices extends Migration {
  override up(): void {
    this.addSql(tables)
    this.addSql(seasonChoiceWalls)
    this.addSql(signUp)
  }
}

const tables = /* sql */ `
create table season_choice (
  member_id uuid not null,
  pool_id uuid not null,
  organization_id uuid not null,
  account_id uuid not null,
  -- Of the member's type and of the pool's kind: only seasonal members choose, and only pools of seasons.
  kind text not null default 'seasonal' constraint choice_is_of_a_season check (kind = 'seasonal'),
  chosen_at timestamptz not null,
  primary key (member_id, pool_id),
  constraint choice_of_the_organizations_member
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id),
  constraint choice_is_of_the_members_type
    foreign key (member_id, kind, account_id) references member (id, type, account_id) deferrable,
  constraint choice_in_the_accounts_pool
    foreign key (pool_id, kind, account_id) references pool (id, kind, account_id)
);
create index season_choice_of_pool on season_choice (pool_id);
`

// The owner of the tables reaches no rows: the walls hold for them, too.
const signUp = /* sql */ `
alter table member add column signed_up_at timestamptz;
set local role ${ROLES.vendor};
update member set signed_up_at = joined_at where joined_at is not null;
reset role;
grant update (signed_up_at) on member to ${ROLES.identity};
`
