import { Migration } from '@mikro-orm/migrations'
import { billingChangeWalls } from '../roles.ts'

/**
 * What customers change between renewals: whether they may schedule reductions themselves, seasons that the vendor offers outside the
 * contract, whom billing belongs to under the classic policy, and new terms after an end.
 */
export class Migration0018BillingChanges extends Migration {
  override up(): void {
    this.addSql(terms)
    this.addSql(offers)
    this.addSql(billingChangeWalls)
  }
}

const terms = /* sql */ `
-- D-02: null leaves it to the policy.
alter table contract add column reductions text
  constraint known_reductions check (reductions in ('request', 'self-scheduled'));
-- CLS-07: in lower case, as members' e-mails are compared; null: the owner's.
alter table account add column billing_email text
  constraint billing_email_is_compared_in_lower_case check (billing_email = lower(billing_email));
`

const offers = /* sql */ `
create table season_offer (
  -- The season's, too, once it is accepted: an offer becomes one season.
  id uuid primary key,
  account_id uuid not null,
  contract_id uuid not null,
  name text not null constraint offer_has_a_name check (name <> ''),
  first_day date not null,
  last_day date not null,
  blocks integer not null constraint whole_multiples_of_three_months check (blocks > 0),
  seats integer not null constraint offer_has_seats check (seats > 0),
  -- A seat's, for a month or part of one.
  unit_price bigint not null constraint offered_price_is_not_negative check (unit_price >= 0),
  offered_at timestamptz not null,
  offered_by text not null,
  expires_at timestamptz not null,
  state text not null constraint known_offer_state check (state in ('offered', 'accepted', 'declined', 'withdrawn')),
  decided_at timestamptz,
  decided_by text,
  constraint offer_of_the_accounts_contract
    foreign key (contract_id, account_id) references contract (id, account_id),
  constraint offer_does_not_end_before_it_starts check (first_day <= last_day),
  constraint an_offers_answer_has_a_time_and_a_name check (
    (state = 'offered') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create index season_offer_of_account on season_offer (account_id, offered_at);

-- Answered is for good, and what was offered never changes.
create function keep_offer() returns trigger language plpgsql as $$
begin
  if old.state <> 'offered'
    or to_jsonb(new) - array['state', 'decided_at', 'decided_by', 'contract_id']
      is distinct from to_jsonb(old) - array['state', 'decided_at', 'decided_by', 'contract_id'] then
    raise exception 'An offer that was answered, and what was offered, never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger offer_is_kept before update on season_offer for each row execute function keep_offer();
`
