import { Migration } from '@mikro-orm/migrations'
import { clockAndResetWalls, resetMailsOfIdentity } from '../roles.ts'

/** The sandbox's business clock with its history (OPS-04), and the passwords that somebody wants to set anew. */
export class Migration0006ClockAndReset extends Migration {
  override up(): void {
    this.addSql(clock)
    this.addSql(reset)
    this.addSql(clockAndResetWalls)
    this.addSql(resetMailsOfIdentity)
  }
}

const clock = /* sql */ `
create table business_clock (
  one boolean primary key default true constraint one_business_clock check (one),
  mode text not null constraint never_in_production check (mode in ('demo', 'test')),
  ahead_ms bigint not null default 0 constraint never_behind_the_wall_clock check (ahead_ms >= 0),
  stands_at timestamptz,
  goal text constraint known_goal check (goal in ('instant', 'next-event')),
  target_at timestamptz,
  changes bigint not null default 0,
  constraint it_stands_while_it_is_moved check ((stands_at is null) = (goal is null)),
  constraint only_an_instant_is_a_target check ((target_at is not null) = (goal is not distinct from 'instant')),
  constraint it_never_passes_its_target check (stands_at <= target_at)
);

create table business_clock_step (
  id uuid primary key default uuidv7(),
  wall_at timestamptz not null,
  business_at timestamptz not null,
  kind text not null constraint known_step check (kind in ('left', 'due', 'arrived'))
);
create index business_clock_step_by_wall on business_clock_step (wall_at, id);

create function refuse_turning_back() returns trigger language plpgsql as $$
begin
  if new.ahead_ms < old.ahead_ms or new.stands_at < old.stands_at then
    raise exception 'The business clock is never turned back' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger business_clock_goes_forward before update on business_clock
  for each row execute function refuse_turning_back();
`

const reset = /* sql */ `
create table password_reset (
  id uuid primary key,
  person_id uuid not null references person,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  replaced_at timestamptz,
  constraint reset_expires_after_it_was_asked_for check (expires_at > asked_at)
);
create unique index one_live_reset_per_person on password_reset (person_id)
  where used_at is null and replaced_at is null;
`
