/**
 * Who may reach which rows. Every table stands in exactly one list; a test enumerates the tables and fails for one
 * without an entry. Row-level security is enabled and forced on all of them, the owner included.
 */
export const ROLES = {
  /** Members' work in one organization. */
  tenant: 'seatkeeper_tenant',
  /** Sign-in, sign-up, sessions. */
  identity: 'seatkeeper_identity',
  /** Outbox delivery and invariants. */
  worker: 'seatkeeper_worker',
  /**
   * The vendor's own commands: first run, demo data, later the console. A login that runs them needs this role, so does the one
   * that migrates; where the apps have logins of their own, revoke it from those: they never use it.
   */
  vendor: 'seatkeeper_vendor',
  /** The vendor's product, which asks who may sign in and reports who did: an API key proves which organization's. */
  product: 'seatkeeper_product',
} as const

/** How a tenant's rows are told: by the account, by the organization, or not at all (out of the tenant's reach). */
type Tenancy = Readonly<Record<string, 'account' | 'organization' | 'beyond'>>

const HOUSE: Tenancy = {
  account: 'account',
  organization: 'account',
  contract: 'account',
  season: 'account',
  pool: 'account',
  // Pools are the contract's: organizations of one account draw on the same seats (D-40), and a claim may take over
  // the lapsed seat of another organization's invitation.
  seat: 'account',
  seat_assignment: 'account',
  member: 'organization',
  permission_set: 'organization',
  invitation: 'organization',
  outbox: 'organization',
  audit: 'organization',
  idempotency: 'organization',
  person: 'beyond',
  session: 'beyond',
  vendor_staff: 'beyond',
  rate_limit: 'beyond',
}

const SLACK: Tenancy = {
  slack_workspace: 'organization',
  slack_link: 'organization',
  slack_ticket: 'beyond',
  slack_delivery: 'beyond',
}

const SEASON_CHOICE: Tenancy = { season_choice: 'organization' }

// The line for a season is the account's, as its seats are (D-40).
const WAITING: Tenancy = { waiting_entry: 'account' }

const CLOCK_AND_RESET: Tenancy = {
  business_clock: 'beyond',
  business_clock_step: 'beyond',
  password_reset: 'beyond',
}

const API_KEY: Tenancy = { api_key: 'organization' }

// Only the worker looks into the chain of the audit log.
const AUDIT_SEAL: Tenancy = { audit_seal: 'beyond' }

const NOTICES: Tenancy = {
  notice: 'organization',
  notice_boundary: 'beyond',
  notice_review: 'organization',
}

const BILLING: Tenancy = {
  contract_item: 'account',
  billing_profile: 'account',
  payment_account: 'account',
  billing_quote: 'account',
  purchase: 'account',
  invoice: 'account',
  invoice_line: 'account',
  ledger_entry: 'account',
  ledger_posting: 'account',
  payment_event: 'beyond',
}

const BILLING_TIME: Tenancy = {
  scheduled_change: 'account',
  invoice_collection: 'account',
  season_proposal: 'account',
}

/** Beyond every tenant's change, and for all to read: what stands on everybody's invoices. */
export const READ_BY_ALL: ReadonlySet<string> = new Set(['seller'])

const TAX: Tenancy = { seller: 'beyond', tax_report: 'account' }

const SEASON_OFFER: Tenancy = { season_offer: 'account' }

const COLLECTING: Tenancy = { billing_notice: 'account' }

const RECONCILIATION: Tenancy = {
  reconciliation_run: 'beyond',
  account_reconciliation: 'account',
  reconciliation_difference: 'account',
}

const IMPORTS: Tenancy = { user_import: 'organization', user_import_row: 'organization' }

/** Who somebody is, only the door of sign-in asks. */
const SECOND_FACTOR: Tenancy = {
  authenticator_app: 'beyond',
  recovery_code: 'beyond',
  passkey: 'beyond',
  spent_challenge: 'beyond',
  sign_in_step: 'beyond',
  email_change: 'beyond',
}

/** All tables; each migration puts up the walls of those that it makes. */
export const TENANCY: Tenancy = {
  ...AUDIT_SEAL,
  ...API_KEY,
  ...CLOCK_AND_RESET,
  ...HOUSE,
  ...SLACK,
  ...SEASON_CHOICE,
  ...WAITING,
  ...NOTICES,
  ...BILLING,
  ...BILLING_TIME,
  ...COLLECTING,
  ...RECONCILIATION,
  ...SEASON_OFFER,
  ...TAX,
  ...IMPORTS,
  ...SECOND_FACTOR,
}

const GRANTS: Readonly<Record<string, Partial<Record<keyof typeof ROLES, string>>>> = {
  account: { tenant: 'select', identity: 'select', worker: 'select' },
  organization: { tenant: 'select', identity: 'select', worker: 'select' },
  contract: { tenant: 'select', identity: 'select', worker: 'select' },
  season: { tenant: 'select', identity: 'select', worker: 'select' },
  pool: { tenant: 'select, update (staff_seats)', identity: 'select', worker: 'select' },
  seat: {
    tenant: 'select, insert, update (holder_id, held_until, retires_on)',
    identity: 'select, update (held_until)',
    worker: 'select',
  },
  seat_assignment: { tenant: 'select, insert, update (ended_at, ended_by)', worker: 'select' },
  member: {
    // Whose person a member is, only the sign-up says; and no member moves to another organization.
    tenant: `select, insert, update (${[
      'email, name, type, role, permission_set_id',
      'invited_at, joined_at, deactivated_at, removed_at',
    ].join()})`,
    identity: 'select, update (person_id, joined_at, last_signed_in_at)',
    worker: 'select',
  },
  season_choice: { tenant: 'select, insert, delete', identity: 'select', worker: 'select' },
  waiting_entry: {
    tenant: 'select, insert, update (offered_at, offered_until, mailed_at, ended_at, outcome)',
    worker: 'select',
  },
  permission_set: { tenant: 'select, insert, update, delete' },
  invitation: {
    tenant: 'select, insert, update (issue, sent_at, accepted_at, withdrawn_at, bounced_at)',
    identity: 'select, update (accepted_at)',
    worker: 'select, update (bounced_at)',
  },
  outbox: { tenant: 'select, insert', worker: 'select, update' },
  audit: { tenant: 'select, insert', identity: 'insert', worker: 'select, insert' },
  audit_seal: { worker: 'select, insert' },
  idempotency: { tenant: 'select, insert' },
  person: { identity: 'select, insert, update', worker: 'select' },
  session: { identity: 'select, insert, update, delete' },
  vendor_staff: { identity: 'select' },
  rate_limit: { identity: 'select, insert, update, delete' },
  // Who comes from Slack is found before their tenant is known, and proves themselves like somebody who signs in.
  slack_workspace: { tenant: 'select, delete', identity: 'select, insert' },
  slack_link: { tenant: 'select, delete', identity: 'select, insert, update, delete' },
  slack_ticket: { identity: 'select, insert, update, delete' },
  slack_delivery: { identity: 'select, insert, delete' },
  // Only the vendor's own command makes the row, in a demo: without it nobody can move the clock (OPS-04).
  business_clock: {
    identity: 'select, update (stands_at, goal, target_at, changes)',
    worker: 'select, update (ahead_ms, stands_at, goal, target_at, changes)',
  },
  business_clock_step: { identity: 'select, insert', worker: 'select, insert' },
  api_key: {
    tenant: 'select, insert, update (revoked_at, revoked_by)',
    product: 'select, update (last_used_at)',
  },
  notice: { tenant: 'select', worker: 'select, insert' },
  notice_boundary: { worker: 'select, insert' },
  // Whoever gives an open season puts its new holder up for review, in the same transaction.
  notice_review: { tenant: 'select, insert', worker: 'select, insert, update (held), delete' },
  contract_item: { tenant: 'select, insert, update', worker: 'select, insert, update' },
  billing_profile: { tenant: 'select, insert, update', worker: 'select' },
  payment_account: { tenant: 'select, insert, update', worker: 'select, insert, update' },
  billing_quote: { tenant: 'select, insert', worker: 'select' },
  purchase: { tenant: 'select, insert, update', worker: 'select, update' },
  // What was issued and posted is for good: triggers hold that against the owner, too.
  invoice: { tenant: 'select, insert', worker: 'select, insert, update (paid_at)' },
  invoice_line: { tenant: 'select, insert', worker: 'select, insert' },
  ledger_entry: { tenant: 'select, insert', worker: 'select, insert' },
  ledger_posting: { tenant: 'select, insert', worker: 'select, insert' },
  scheduled_change: { tenant: 'select, insert, update', worker: 'select, insert, update' },
  // Entering a card, or asking to pay now, makes the worker try at once.
  invoice_collection: { tenant: 'select, update (next_try_at)', worker: 'select, insert, update' },
  billing_notice: { tenant: 'select', worker: 'select, insert' },
  seller: { tenant: 'select', worker: 'select, insert, update' },
  reconciliation_run: { worker: 'select, insert, update' },
  account_reconciliation: { tenant: 'select', worker: 'select, insert, update' },
  reconciliation_difference: { tenant: 'select', worker: 'select, insert, update' },
  // A sale by wire, or for nothing, is made in the buyer's own transaction (D-28).
  tax_report: {
    tenant: 'select, insert',
    worker: 'select, insert, update (next_try_at, attempts, transaction_id, refused)',
  },
  season_proposal: {
    tenant: 'select, update (state, decided_at, decided_by, season_id)',
    worker: 'select, insert, update',
  },
  season_offer: {
    tenant: 'select, update (state, decided_at, decided_by)',
    worker: 'select, update (state, decided_at, decided_by, contract_id)',
  },
  // A webhook comes from somebody whose signature was checked, and who is no tenant.
  payment_event: { identity: 'insert', worker: 'select, update' },
  password_reset: { identity: 'select, insert, update (used_at, replaced_at)', worker: 'select' },
  authenticator_app: { identity: 'select, insert, update, delete' },
  recovery_code: { identity: 'select, insert, update (used_at), delete' },
  passkey: { identity: 'select, insert, update (sign_count, last_used_at), delete' },
  spent_challenge: { identity: 'select, insert', worker: 'select, delete' },
  sign_in_step: { identity: 'select, insert, delete', worker: 'select, delete' },
  email_change: {
    identity: 'select, insert, update (confirmed_at, stopped_at, replaced_at)',
    worker: 'select, delete',
  },
  // What a file says is for good; what came of it is written in the transaction that did it.
  user_import: {
    tenant:
      'select, insert, update (state, mode, checked_at, committed_at, finished_at, progress, attempts, lease, leased_until)',
    worker: 'select, update, delete',
  },
  user_import_row: {
    tenant: 'select, insert, update (plan, task, why, result, result_why)',
    worker: 'select, update',
  },
}

/** Roles belong to the whole server: another database's migration may be making them at this very moment. */
const createRole = (role: string): string => /* sql */ `
do $$ begin
  create role ${role} nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant ${role} to %I', current_user);
exception when unique_violation then null;
end $$;
grant usage on schema public to ${role};`

export const createRoles = [ROLES.tenant, ROLES.identity, ROLES.worker, ROLES.vendor]
  .map(createRole)
  .join('\n')

/** As subqueries they are asked once for each statement, not once for each row. */
const TENANT_ROWS = {
  account: (column: string) => `${column} = (select tenant_account())`,
  organization: (column: string) => `${column} = (select tenant_organization())`,
}

function wallOf(table: string): string {
  const statements = [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
  ]
  const tenancy = TENANCY[table]!
  if (tenancy !== 'beyond') {
    const rows = TENANT_ROWS[tenancy](table === 'account' ? 'id' : `${tenancy}_id`)
    statements.push(
      `create policy own_rows on ${table} to ${ROLES.tenant} using (${rows}) with check (${rows})`,
    )
  }
  const append = ['audit', 'audit_seal'].includes(table) ? 'select, insert' : 'select, insert, update, delete'
  const grants = { vendor: append, ...GRANTS[table] }
  for (const [door, rights] of Object.entries(grants) as [keyof typeof ROLES, string][]) {
    statements.push(`grant ${rights} on ${table} to ${ROLES[door]}`)
    if (door !== 'tenant') {
      statements.push(
        `create policy ${door}_rows on ${table} to ${ROLES[door]} using (true) with check (true)`,
      )
    }
  }
  return statements.map((statement) => `${statement};`).join('\n')
}

const wallsOf = (tables: Tenancy): string => Object.keys(tables).map(wallOf).join('\n')

export const walls = wallsOf(HOUSE)
export const slackWalls = wallsOf(SLACK)
export const clockAndResetWalls = wallsOf(CLOCK_AND_RESET)
/** Who wants to set a new password is signed in nowhere: that one mail is put out by the door of sign-in itself. */
export const resetMailsOfIdentity = /* sql */ `
grant insert on outbox to ${ROLES.identity};
create policy reset_mails_of_identity on outbox for insert to ${ROLES.identity} with check (type = 'password-reset');
`
export const seasonChoiceWalls = wallsOf(SEASON_CHOICE)
export const waitingWalls = `${wallsOf(WAITING)}
grant update (hold_id, held_by) on seat to ${ROLES.tenant};`

/**
 * What the product may reach of the tables that stood before its door did: the facts of a decision, and what a completed
 * sign-in changes. Passwords, sessions, links and mails are beyond it, and so is reading the audit log.
 */
const PRODUCT_GRANTS: Readonly<Record<string, string>> = {
  account: 'select',
  organization: 'select',
  contract: 'select',
  season: 'select',
  pool: 'select',
  seat: 'select, update (held_until)',
  seat_assignment: 'select',
  season_choice: 'select',
  member: 'select, update (joined_at, last_signed_in_at)',
  audit: 'insert',
}

export const apiKeyWalls = [
  createRole(ROLES.product),
  wallsOf(API_KEY),
  ...Object.entries(PRODUCT_GRANTS).map(
    ([table, rights]) => /* sql */ `
grant ${rights} on ${table} to ${ROLES.product};
create policy product_rows on ${table} to ${ROLES.product} using (true) with check (true);`,
  ),
].join('\n')

/** Erasing a person changes what entries say of them (`audit/erase-person.ts`): the one change that there is. */
export const auditSealWalls = `${wallsOf(AUDIT_SEAL)}
grant update (before, after) on audit to ${ROLES.vendor};
`

/** Notices that are due are put into the outbox by the worker itself. */
export const noticeWalls = `${wallsOf(NOTICES)}
grant insert on outbox to ${ROLES.worker};
`

/** Paying grants what was bought: seats, a plan, a number of staff. */
export const billingWalls = `${wallsOf(BILLING)}
grant update (plan) on contract to ${ROLES.tenant}, ${ROLES.worker};
grant insert on seat to ${ROLES.worker};
grant update (staff_seats) on pool to ${ROLES.worker};
grant insert on outbox to ${ROLES.worker};
grant update (due_at) on outbox to ${ROLES.tenant};
`

export const importWalls = wallsOf(IMPORTS)

/**
 * Billing runs write next terms and ends, take seasons and pools along, and make scheduled changes: seats begin and retire, and
 * people who were named give theirs up. A tenant cancels and undoes it; what a standing follows from is written by whoever
 * changes a cause.
 */
export const billingTimeWalls = `${wallsOf(BILLING_TIME)}
grant update (cancelled_at, cancelled_by, renews) on contract to ${ROLES.tenant};
grant insert, update (cancelled_at, cancelled_by, renews, ended_at) on contract to ${ROLES.worker};
grant update (contract_id) on season to ${ROLES.worker};
grant update (contract_id) on pool to ${ROLES.worker};
grant update (holder_id, held_until, hold_id, held_by, retires_on) on seat to ${ROLES.worker};
grant insert, update (ended_at, ended_by) on seat_assignment to ${ROLES.worker};
grant update (deactivated_at) on member to ${ROLES.worker};
grant update (overdue_since, grace_deadline, card_missing_from, access_ends_at) on account
  to ${ROLES.tenant}, ${ROLES.worker};
`

/**
 * A new address of a person is every organization's (the members follow it), and what was changed of how they sign in is mailed to
 * them: both by the door of sign-in itself.
 */
export const secondFactorWalls = `${wallsOf(SECOND_FACTOR)}
grant update (email, email_key) on member to ${ROLES.identity};
-- Under the classic policy billing belongs to an address (CLS-07), and goes along with its person's.
grant update (billing_email) on account to ${ROLES.identity};
create policy security_mails_of_identity on outbox for insert to ${ROLES.identity}
  with check (type in ('security-notice', 'email-change'));
`

/**
 * A purchase can bring an ad hoc season or a new term: paid by card the worker makes them, by wire or for nothing the buyer's own
 * transaction (D-28).
 */
export const billingChangeWalls = `${wallsOf(SEASON_OFFER)}
grant insert on contract to ${ROLES.tenant};
grant insert on season, pool to ${ROLES.tenant}, ${ROLES.worker};
grant update (contract_id) on season, pool to ${ROLES.tenant};
`

/** Whoever buys and pays by wire has an invoice at once that is to be paid (D-28). */
export const collectingWalls = `${wallsOf(COLLECTING)}
grant insert on invoice_collection to ${ROLES.tenant};
-- Whoever comes back from their bank has it looked at.
grant update (look) on invoice_collection to ${ROLES.tenant};
-- As with the other facts of its standing: whoever changes a cause.
grant update (next_charge_at) on account to ${ROLES.tenant}, ${ROLES.worker};
`

export const reconciliationWalls = wallsOf(RECONCILIATION)

/** Everybody's invoices say who sells; nobody else's facts are in there. */
export const taxWalls = `${wallsOf(TAX)}
create policy who_sells on seller for select to ${ROLES.tenant} using (true);
`
