import { Migration } from '@mikro-orm/migrations'

/**
 * What the vendor has last made of a season (D-24), for those whose season it is; and the day by which its invoice is found, where
 * that is not its first day any more: a season is invoiced once, wherever it is moved.
 */
export class Migration0023SeasonChanges extends Migration {
  override up(): void {
    this.addSql(/* sql */ `
alter table season
  add column billed_on date,
  add column changed_at timestamptz,
  add column changed_from jsonb,
  add constraint change_says_what_was check ((changed_at is null) = (changed_from is null));
`)
  }
}
