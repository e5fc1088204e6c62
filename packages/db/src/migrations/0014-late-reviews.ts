import { Migration } from '@mikro-orm/migrations'

/**
 * Whoever gets a season that opens within a day is put up for review, too. The moment that an assignment carries is when somebody asked
 * for it, by the clock of whoever they asked: at the stroke of an opening it can lie before, and the assignment come to be
 * seen only after the worker has put up all whom it saw. A review too many costs a look (MAIL-04).
 */
export class Migration0014LateReviews extends Migration {
  override up(): void {
    this.addSql(reviews)
  }
}

const reviews = /* sql */ `
create or replace function review_assigned() returns trigger language plpgsql as $$
begin
  insert into notice_review (organization_id, account_id, member_id)
  select a.organization_id, a.account_id, a.member_id
  from assigned a join pool p on p.id = a.pool_id join season s on s.id = p.season_id
  where s.first_day <= (a.started_at at time zone 'UTC')::date + 1;
  return null;
end $$;

create or replace function review_chosen() returns trigger language plpgsql as $$
begin
  insert into notice_review (organization_id, account_id, member_id)
  select c.organization_id, c.account_id, c.member_id
  from chosen c join pool p on p.id = c.pool_id join season s on s.id = p.season_id
  where s.first_day <= (c.chosen_at at time zone 'UTC')::date + 1;
  return null;
end $$;
`
