import { Migration } from '@mikro-orm/migrations'
import { slackWalls } from '../roles.ts'

/** Slack: which workspace is whose, who acts for whom, links under way, and what was acted on already. */
export class Migration0003Slack extends Migration {
  override up(): void {
    this.addSql(tables)
    this.addSql(slackWalls)
  }
}

const tables = /* sql */ `
create table slack_workspace (
  team_id text primary key,
  organization_id uuid not null,
  account_id uuid not null,
  name text not null,
  bound_at timestamptz not null,
  bound_by uuid not null references member,
  constraint workspace_of_the_accounts_organization
    foreign key (organization_id, account_id) references organization (id, account_id),
  constraint workspace_with_its_organization unique (team_id, organization_id, account_id)
);
create index slack_workspace_of_organization on slack_workspace (organization_id);

create table slack_link (
  team_id text not null,
  slack_user_id text not null,
  organization_id uuid not null,
  account_id uuid not null,
  member_id uuid not null references member,
  slack_name text not null,
  linked_at timestamptz not null,
  primary key (team_id, slack_user_id),
  -- Whoever lets go of a workspace lets go of its links: another organization starts with none.
  constraint link_in_the_organizations_workspace foreign key (team_id, organization_id, account_id)
    references slack_workspace (team_id, organization_id, account_id) on delete cascade,
  constraint one_slack_account_per_member_and_workspace unique (team_id, member_id)
);
create index slack_link_of_member on slack_link (member_id);

create table slack_ticket (
  id uuid primary key default uuidv7(),
  kind text not null constraint known_ticket_kind check (kind in ('workspace', 'person')),
  team_id text not null,
  team_name text not null,
  slack_user_id text not null,
  slack_name text not null,
  slack_email text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint ticket_expires_after_it_was_made check (expires_at > created_at)
);
create index slack_ticket_of_person on slack_ticket (team_id, slack_user_id);

create table slack_delivery (
  key text primary key,
  received_at timestamptz not null
);
create index slack_delivery_by_age on slack_delivery (received_at);
`
