import { Migration } from '@mikro-orm/migrations'
import { createRoles, walls } from '../roles.ts'

/** Roles, grants and row-level security: the second wall between tenants (OPS-05). */
export class Migration0002Walls extends Migration {
  override up(): void {
    this.addSql(createRoles)
    this.addSql(walls)
  }
}
