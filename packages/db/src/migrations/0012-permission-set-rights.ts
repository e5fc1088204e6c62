import { Migration } from '@mikro-orm/migrations'

/** What a permission set grants in the vendor's product (USER-08). */
export class Migration0012PermissionSetRights extends Migration {
  override up(): void {
    this.addSql(rights)
  }
}

// The tenant's grants on the table cover the new column; who runs the version before writes sets without rights.
const rights = /* sql */ `
alter table permission_set add column rights jsonb not null default '[]'
  constraint rights_are_a_list check (jsonb_typeof(rights) = 'array');
create unique index one_permission_set_per_folded_name on permission_set (organization_id, fold_text(name));
create index member_by_permission_set on member (permission_set_id) where permission_set_id is not null;
`
