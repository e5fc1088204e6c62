import { Migration } from '@mikro-orm/migrations'

/** MAIL-05, D-02: invoicing addresses are told of what the vendor has granted at once, too. */
export class Migration0031ReductionsTold extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table billing_notice
  drop constraint known_billing_notice,
  add constraint known_billing_notice check (kind in (
    'card-missing', 'card-expiring', 'card-declined', 'card-declined-reissued', 'action-required', 'card-required',
    'account-deactivated', 'account-reactivated', 'renewal-coming', 'wire-sent', 'wire-overdue',
    'change-accepted', 'change-declined', 'season-offered', 'seasons-agreed', 'subscription-cancelled',
    'cancellation-undone', 'seats-given-up', 'change-made'));
`)
  }
}
