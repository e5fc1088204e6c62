import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import { Client } from 'pg'
import { entities } from '../entities/index.ts'
import { Migration0001House } from './0001-house.ts'
import { Migration0002Walls } from './0002-walls.ts'
import { Migration0003Slack } from './0003-slack.ts'
import { Migration0004SeasonalChoices } from './0004-seasonal-choices.ts'
import { Migration0005Notices } from './0005-notices.ts'
import { Migration0006ClockAndReset } from './0006-clock-and-reset.ts'
import { Migration0007ApiKeys } from './0007-api-keys.ts'
import { Migration0008HoldsAndQueue } from './0008-holds-and-queue.ts'
import { Migration0009Billing } from './0009-billing.ts'
import { Migration0010Tidy } from './0010-tidy.ts'
import { Migration0011UserImports } from './0011-user-imports.ts'
import { Migration0012PermissionSetRights } from './0012-permission-set-rights.ts'
import { Migration0013AuditChain } from './0013-audit-chain.ts'
import { Migration0014LateReviews } from './0014-late-reviews.ts'
import { Migration0015TidyResets } from './0015-tidy-resets.ts'
import { Migration0016BillingTime } from './0016-billing-time.ts'
import { Migration0017Collecting } from './0017-collecting.ts'
import { Migration0018BillingChanges } from './0018-billing-changes.ts'
import { Migration0019Reconciliation } from './0019-reconciliation.ts'
import { Migration0020TaxAndSeller } from './0020-tax-and-seller.ts'
import { Migration0021SecondFactor } from './0021-second-factor.ts'
import { Migration0022RetiredSeats } from './0022-retired-seats.ts'
import { Migration0023SeasonChanges } from './0023-season-changes.ts'
import { Migration0024SeatChangeMails } from './0024-seat-change-mails.ts'
import { Migration0026VoidedInvoices } from './0026-voided-invoices.ts'
import { Migration0027SecondFactorRule } from './0027-second-factor-rule.ts'
import { Migration0028ClockPresses } from './0028-clock-presses.ts'
import { Migration0031ReductionsTold } from './0031-reductions-told.ts'

/** In order; a name that has run anywhere is never changed again, nor is its file. */
const migrations = [
  { name: '0001-house', class: Migration0001House },
  { name: '0002-walls', class: Migration0002Walls },
  { name: '0003-slack', class: Migration0003Slack },
  { name: '0004-seasonal-choices', class: Migration0004SeasonalChoices },
  { name: '0005-notices', class: Migration0005Notices },
  { name: '0006-clock-and-reset', class: Migration0006ClockAndReset },
  { name: '0007-api-keys', class: Migration0007ApiKeys },
  { name: '0008-holds-and-queue', class: Migration0008HoldsAndQueue },
  { name: '0009-billing', class: Migration0009Billing },
  { name: '0010-tidy', class: Migration0010Tidy },
  { name: '0011-user-imports', class: Migration0011UserImports },
  { name: '0012-permission-set-rights', class: Migration0012PermissionSetRights },
  { name: '0013-audit-chain', class: Migration0013AuditChain },
  { name: '0014-late-reviews', class: Migration0014LateReviews },
  { name: '0015-tidy-resets', class: Migration0015TidyResets },
  { name: '0016-billing-time', class: Migration0016BillingTime },
  { name: '0017-collecting', class: Migration0017Collecting },
  { name: '0018-billing-changes', class: Migration0018BillingChanges },
  { name: '0019-reconciliation', class: Migration0019Reconciliation },
  { name: '0020-tax-and-seller', class: Migration0020TaxAndSeller },
  { name: '0021-second-factor', class: Migration0021SecondFactor },
  { name: '0022-retired-seats', class: Migration0022RetiredSeats },
  { name: '0023-season-changes', class: Migration0023SeasonChanges },
  { name: '0024-seat-change-mails', class: Migration0024SeatChangeMails },
  { name: '0026-voided-invoices', class: Migration0026VoidedInvoices },
  { name: '0027-second-factor-rule', class: Migration0027SecondFactorRule },
  { name: '0028-clock-presses', class: Migration0028ClockPresses },
  { name: '0031-reductions-told', class: Migration0031ReductionsTold },
]

/** Any number; the same in every process that migrates. */
const LOCK = 7_341_905_227

/** Why a database can't be brought up to date, as one sentence. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Brings the database up to date. Safe under rolling deployment: an advisory lock lets one process at a time migrate, the
 * others wait and find nothing to do; a statement gives up after five seconds rather than queue all traffic behind a
 * lock; migrations only ever add what the running version can ignore. Gives the names of those it ran.
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const guard = new Client({ connectionString: url, application_name: 'seatkeeper migrate' })
  await guard.connect()
  try {
    await requireVersion(guard)
    await guard.query('select pg_advisory_lock($1)', [LOCK])
    return await runPending(url)
  } finally {
    // Ends the session, and with it the lock.
    await guard.end()
  }
}

async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  )
  if (Number(rows[0]?.version) < 180_000) {
    throw new MigrationError('Seatkeeper needs PostgreSQL 18 or later.')
  }
}

async function runPending(url: string): Promise<readonly string[]> {
  const orm = new MikroORM({
    clientUrl: url,
    dbName: decodeURIComponent(new URL(url).pathname.slice(1)),
    entities: [...entities],
    extensions: [Migrator],
    pool: { min: 0, max: 1 },
    driverOptions: { options: '-c lock_timeout=5000 -c timezone=UTC -c client_min_messages=warning' },
    migrations: {
      tableName: 'migration',
      migrationsList: migrations,
      transactional: true,
      allOrNothing: false,
      snapshot: false,
      silent: true,
    },
  })
  try {
    const ran = await orm.migrator.up()
    return ran.map(({ name }) => name)
  } finally {
    await orm.close()
  }
}
