import { Migration } from '@mikro-orm/migrations'
import { ROLES } from '../roles.ts'

/** MAIL-05: invoicing addresses are told of seat changes, too: what was agreed, offered, cancelled, given up. */
export class Migration0024SeatChangeMails extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table billing_notice
  -- What it is about, by id: changes, an offer, seasons, a contract, members. The mail reads them when it is made.
  add column about jsonb constraint about_is_a_list check (jsonb_typeof(about) = 'array'),
  drop constraint known_billing_notice,
  add constraint known_billing_notice check (kind in (
    'card-missing', 'card-expiring', 'card-declined', 'card-declined-reissued', 'action-required', 'card-required',
    'account-deactivated', 'account-reactivated', 'renewal-coming', 'wire-sent', 'wire-overdue',
    'change-accepted', 'change-declined', 'season-offered', 'seasons-agreed', 'subscription-cancelled',
    'cancellation-undone', 'seats-given-up')),
  drop constraint one_billing_notice_per_kind_invoice_and_instant,
  -- Two offers at one instant are two mails.
  add constraint one_billing_notice_per_kind_invoice_and_instant
    unique nulls not distinct (account_id, kind, invoice_id, at, about);
-- Cancelling and its undoing are the customer's own.
grant insert on billing_notice to ${ROLES.tenant};
`)
  }
}
