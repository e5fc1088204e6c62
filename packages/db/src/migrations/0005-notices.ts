import { Migration } from '@mikro-orm/migrations'
import { noticeWalls } from '../roles.ts'

/** What people are told of their seasons: each notice once, and whom to look at because something may be due (MAIL-04). */
export class Migration0005Notices extends Migration {
  override up(): void {
    for (const part of [tables, reviews, lists, noticeWalls, before]) this.addSql(part)
  }
}

const tables = /* sql */ `
-- Its mail, and with it its state, is the outbox row of the same id.
create table notice (
  id uuid primary key,
  organization_id uuid not null,
  account_id uuid not null,
  member_id uuid not null,
  kind text not null constraint known_notice check (kind in ('opened', 'continues', 'closed')),
  due_at timestamptz not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  constraint stay_is_not_empty check (opens_at < closes_at),
  constraint one_notice_per_member_kind_and_instant unique (member_id, kind, due_at),
  constraint notice_of_the_organizations_member
    foreign key (member_id, organization_id, account_id) references member (id, organization_id, account_id)
);

-- Openings and closings that have been reached, and whose people were put up for review.
create table notice_boundary (
  season_id uuid not null references season on delete cascade,
  at timestamptz not null,
  primary key (season_id, at)
);

-- Members for whom something may be due. A row too many costs a look, so there is no key to wait for.
create table notice_review (
  id uuid primary key default uuidv7(),
  organization_id uuid not null,
  account_id uuid not null,
  member_id uuid not null,
  held boolean not null default false
);
create index notice_review_to_do on notice_review (id) where not held;
create index notice_review_held on notice_review (account_id) where held;
`

// Whoever gets a season that is open already has no boundary before them; and a season that was moved has other boundaries.
const reviews = /* sql */ `
create function review_assigned() returns trigger language plpgsql as $$
begin
  insert into notice_review (organization_id, account_id, member_id)
  select a.organization_id, a.account_id, a.member_id
  from assigned a join pool p on p.id = a.pool_id join season s on s.id = p.season_id
  where s.first_day <= (a.started_at at time zone 'UTC')::date;
  return null;
end $$;
create trigger notices_of_assigned_seasons after insert on seat_assignment
  referencing new table as assigned for each statement execute function review_assigned();

create function review_chosen() returns trigger language plpgsql as $$
begin
  insert into notice_review (organization_id, account_id, member_id)
  select c.organization_id, c.account_id, c.member_id
  from chosen c join pool p on p.id = c.pool_id join season s on s.id = p.season_id
  where s.first_day <= (c.chosen_at at time zone 'UTC')::date;
  return null;
end $$;
create trigger notices_of_chosen_seasons after insert on season_choice
  referencing new table as chosen for each statement execute function review_chosen();

create function forget_boundaries() returns trigger language plpgsql as $$
begin
  delete from notice_boundary where season_id = new.id;
  return null;
end $$;
create trigger moved_seasons_have_new_boundaries after update of first_day, last_day on season
  for each row when (old.first_day <> new.first_day or old.last_day <> new.last_day)
  execute function forget_boundaries();
`

const lists = /* sql */ `
create index outbox_of_organization on outbox (organization_id, id);
create index outbox_not_delivered on outbox (organization_id, state, id) where state <> 'delivered';
create unique index sent_again_once on outbox ((payload ->> 'resends')) where payload ? 'resends';
create index waiting_invitation on outbox ((payload ->> 'memberId'))
  where type = 'invitation' and state in ('pending', 'retry');
`

// What had opened or closed before there were notices is not told now.
const before = /* sql */ `
insert into notice_boundary (season_id, at)
select s.id, b.at from season s
cross join lateral (values (s.first_day::timestamp at time zone 'UTC'),
  ((s.last_day + 1)::timestamp at time zone 'UTC')) b(at)
where b.at <= now();
`
