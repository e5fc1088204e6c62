import { Migration } from '@mikro-orm/migrations'

/**
 * Seats are found by their pool through the indexes of those that are free and those that are held; the few that have retired
 * get their own, so that counting a pool as of any day reads none but its seats. Claims never touch it.
 */
export class Migration0022RetiredSeats extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
-- The terms of an account, of which there is one more each month.
create index contract_of_account on contract (account_id, starts_on);
create index retired_seat on seat (pool_id) where holder_id is null and retires_on is not null;
`)
  }
}
