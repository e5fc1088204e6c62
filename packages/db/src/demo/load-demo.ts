import { randomUUIDv7 } from 'node:crypto'
import {
  addDays,
  dayAt,
  type Instant,
  MS_PER_DAY,
  MS_PER_MINUTE,
  type PermissionSetDraft,
  type Role,
  startOfDay,
  type UserType,
} from '@seatkeeper/rules'
import { type OpenedAccount, openAccount } from '../accounts/open-account.ts'
import { type SettledMember, settleMember } from '../accounts/settle-member.ts'
import { recordPastNotices } from '../notices/record-past-notices.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { saveSeller } from '../use-cases/billing/seller.ts'
import { asVendor } from '../vendor.ts'
import { demoSeller } from './seller.ts'
import { demoAccounts } from './accounts.ts'
import { settleDemoBilling } from './billing.ts'
import { inventedPerson } from './people.ts'
import { demoPermissionSets } from './permission-sets.ts'

/** A demo sign-in to print after the start; all share the password whose hash was given. */
export interface DemoSignIn {
  readonly email: string
  readonly name: string
  /** Who they are, e.g. `Owner of Larkspur Outfitters`. */
  readonly who: string
}

const LARKSPUR = 'larkspur.example'

const signIn = (n: number, domain: string, who: string): DemoSignIn => ({ ...inventedPerson(n, domain), who })

/** The demo sign-ins, also when the data is there already. */
export const demoSignIns: readonly DemoSignIn[] = [
  signIn(0, LARKSPUR, 'Owner of Larkspur Outfitters'),
  signIn(3, LARKSPUR, 'User manager at Larkspur: adds and edits users'),
  signIn(4, LARKSPUR, 'Team lead at Larkspur: gives seasonal seats in Slack'),
  signIn(40, LARKSPUR, 'Seasonal user, season open'),
  signIn(57, LARKSPUR, 'Seasonal user, season not open yet'),
  signIn(60, 'blueharbor.example', 'Owner of Blue Harbor Care: two organizations and a sandbox'),
  signIn(90, 'copperline.example', 'Owner of Copperline Retail: payment past due'),
  signIn(110, 'fernhill.example', 'Owner of Fernhill Bank'),
  signIn(140, 'oldmill.example', 'Owner of Old Mill Helpdesk: more staff than seats'),
]

const isEmpty = statement<{ readonly empty: boolean }, []>(/* sql */ `
select not exists (select from account) as empty
`)

const onlyOne = statement<never, []>(/* sql */ `lock table account in share row exclusive mode`)

const insertPermissionSets = statement<
  never,
  [organizationId: string, accountId: string, sets: string, now: string]
>(/* sql */ `
insert into permission_set (id, organization_id, account_id, name, rights, created_at)
select p.id, $1::uuid, $2::uuid, p.name, p.rights, $4::timestamptz
from jsonb_to_recordset($3::jsonb) as p(id uuid, name text, rights jsonb)
`)

const insertWaiting = statement<
  never,
  [
    organizationId: string,
    accountId: string,
    poolId: string,
    emailKey: string,
    wants: string,
    askedAt: string,
  ]
>(/* sql */ `
insert into waiting_entry (id, organization_id, account_id, pool_id, member_id, wants, asked_at)
select uuidv7(), $1::uuid, $2::uuid, $3::uuid, m.id, $5::text, $6::timestamptz
from member m where m.organization_id = $1::uuid and m.email_key = $4::text
`)

/** How many days ago they were invited, unless said otherwise: long enough for everything to have happened. */
const LONG_AGO = 95

interface Past {
  readonly invited?: number
  /** Days since the last sign-in; left out: never signed up. */
  readonly seen?: number
  readonly deactivated?: number
  readonly bounced?: boolean
  readonly role?: Role
  readonly permissionSetId?: string
}

/** Loads the demo accounts into an empty database, the same for each day; false: it is not empty. */
export async function loadDemo(
  url: string,
  { now, passwordHash }: { readonly now: Instant; readonly passwordHash: string },
): Promise<boolean> {
  return asVendor(url, async (db) => {
    await onlyOne(db)
    const [state] = await isEmpty(db)
    if (!state?.empty) return false
    await saveSeller(db, demoSeller, now)
    const demo = new DemoLoader(db, now, passwordHash)
    await demo.larkspur()
    await demo.blueHarbor()
    await demo.copperline()
    await demo.fernhill()
    await demo.oldMill()
    await recordPastNotices(db, now)
    await settleDemoBilling(db, now)
    return true
  })
}

class DemoLoader {
  readonly #db: Db
  readonly #now: Instant
  readonly #passwordHash: string
  readonly #accounts: ReturnType<typeof demoAccounts>

  constructor(db: Db, now: Instant, passwordHash: string) {
    this.#db = db
    this.#now = now
    this.#passwordHash = passwordHash
    this.#accounts = demoAccounts(now)
  }

  /** Enterprise, annual: 22 of 25 full-time and 3 of 5 collaborator seats taken; four seasons, one of them full. */
  async larkspur(): Promise<void> {
    const opened = await openAccount(this.#db, this.#accounts.larkspur, this.#now)
    const sets = await this.#permissionSets(opened, demoPermissionSets)
    const [agent, supervisor, readOnly] = sets as [string, string, string]
    const seat = opened.pools['full-time']!
    const member = this.#memberOf(opened, 0, LARKSPUR)

    const leads: Role[] = ['owner', 'billing-admin', 'admin', 'user-manager', 'team-lead']
    for (const [n, role] of leads.entries()) {
      await member(n, 'full-time', [seat], { role, seen: n, permissionSetId: supervisor })
    }
    for (let n = 5; n < 20; n++) {
      await member(n, 'full-time', [seat], {
        seen: (n * 5) % 13,
        permissionSetId: n % 6 ? agent : supervisor,
      })
    }
    await member(20, 'full-time', [seat], { invited: 3, permissionSetId: agent })
    await member(21, 'full-time', [seat], { invited: 1, permissionSetId: agent, bounced: true })
    // Past its 14 days: the seat counts as free, nobody had to do anything for that.
    await member(22, 'full-time', [seat], { invited: 19, permissionSetId: agent })
    await member(23, 'full-time', [], { seen: 31, deactivated: 12, permissionSetId: agent })
    for (let n = 24; n < 27; n++) {
      await member(n, 'collaborator', [opened.pools.collaborator!], {
        seen: n - 20,
        permissionSetId: readOnly,
      })
    }

    const season = (name: string): string => opened.seasons.find((one) => one.name === name)!.poolId
    const [spring, current, launch, holiday] = ['Spring', 'Current', 'Launch', 'Holiday'].map(season) as [
      string,
      string,
      string,
      string,
    ]
    // 40–53 work in Current (14): six came from Spring, two stay on for Holiday, two help at the Launch as well.
    for (let n = 40; n < 54; n++) {
      const pools = [
        ...(n >= 44 && n < 50 ? [spring] : []),
        current,
        ...(n >= 52 ? [launch] : []),
        ...(n < 42 ? [holiday] : []),
      ]
      const seen = n % 5 === 3 ? {} : { seen: n % 4 }
      await member(n, 'seasonal', pools, { invited: n < 50 ? 92 : 12, permissionSetId: agent, ...seen })
    }
    for (let n = 54; n < 57; n++)
      await member(n, 'seasonal', [launch], { invited: 8, seen: 1, permissionSetId: agent })
    await member(57, 'seasonal', [holiday], { invited: 4, seen: 33, permissionSetId: agent })
    // Their seasons are over (D-14).
    for (let n = 58; n < 60; n++) await member(n, 'seasonal', [spring], { seen: 34, permissionSetId: agent })
    // Launch is full: the user manager waits for a seat, the admin wants to know when there is one (SEAT-12).
    await this.#waits(opened, launch, 3, 'seat', 2)
    await this.#waits(opened, launch, 2, 'news', 1)
  }

  /** Ultimate, monthly: two organizations draw on one contract, a sandbox takes no seat, collaborators without limit. */
  async blueHarbor(): Promise<void> {
    const domain = 'blueharbor.example'
    const opened = await openAccount(this.#db, this.#accounts.blueHarbor, this.#now)
    const seat = opened.pools['full-time']!
    const care = this.#memberOf(opened, 0, domain)
    const clinics = this.#memberOf(opened, 1, domain)
    const sandbox = this.#memberOf(opened, 2, domain)
    const recently = { invited: 11 }
    await care(60, 'full-time', [seat], { ...recently, role: 'owner', seen: 0 })
    await clinics(60, 'full-time', [seat], { ...recently, role: 'owner', seen: 0 })
    await sandbox(60, 'full-time', [], { ...recently, role: 'owner', seen: 0 })
    for (let n = 61; n < 72; n++) await care(n, 'full-time', [seat], { ...recently, seen: n % 7 })
    for (let n = 72; n < 80; n++) await clinics(n, 'full-time', [seat], { ...recently, seen: n % 9 })
    for (let n = 80; n < 83; n++) {
      await care(n, 'collaborator', [opened.pools.collaborator!], { ...recently, seen: n % 3 })
    }
    for (let n = 83; n < 87; n++) await care(n, 'seasonal', [opened.seasons[0]!.poolId], { invited: 2 })
    for (let n = 87; n < 89; n++) await sandbox(n, 'full-time', [], { ...recently, seen: 2 })
    // Trying out what the season will be like: no seat, the same window.
    await sandbox(89, 'seasonal', [opened.seasons[0]!.poolId], { invited: 2 })
  }

  /** Business, monthly: a charge was declined yesterday, the grace runs; collaborators tied to seats; no seasons. */
  async copperline(): Promise<void> {
    const opened = await openAccount(this.#db, this.#accounts.copperline, this.#now)
    const member = this.#memberOf(opened, 0, 'copperline.example')
    const seat = opened.pools['full-time']!
    await member(90, 'full-time', [seat], { invited: 11, role: 'owner', seen: 0 })
    for (let n = 91; n < 100; n++) await member(n, 'full-time', [seat], { invited: 10, seen: n % 6 })
    for (let n = 100; n < 102; n++) {
      await member(n, 'collaborator', [opened.pools.collaborator!], { invited: 10, seen: 4 })
    }
  }

  /** Enterprise, annual, paid by wire. */
  async fernhill(): Promise<void> {
    const opened = await openAccount(this.#db, this.#accounts.fernhill, this.#now)
    const member = this.#memberOf(opened, 0, 'fernhill.example')
    const seat = opened.pools['full-time']!
    await member(110, 'full-time', [seat], { role: 'owner', seen: 1 })
    for (let n = 111; n < 128; n++) await member(n, 'full-time', [seat], { seen: n % 11 })
    for (let n = 128; n < 134; n++)
      await member(n, 'collaborator', [opened.pools.collaborator!], { seen: n % 5 })
  }

  /** Classic: two seats, three enabled staff, so the helpdesk is locked (D-22). */
  async oldMill(): Promise<void> {
    const opened = await openAccount(this.#db, this.#accounts.oldMill, this.#now)
    const member = this.#memberOf(opened, 0, 'oldmill.example')
    await member(140, 'staff', [], { invited: 11, role: 'owner', seen: 2 })
    await member(141, 'staff', [], { invited: 10, seen: 3 })
    await member(142, 'staff', [], { invited: 6, seen: 4 })
  }

  async #waits(
    opened: OpenedAccount,
    poolId: string,
    n: number,
    wants: 'seat' | 'news',
    days: number,
  ): Promise<void> {
    const { email } = inventedPerson(n, LARKSPUR)
    const askedAt = iso((this.#now - days * MS_PER_DAY) as Instant)
    await insertWaiting(
      this.#db,
      opened.organizationIds[0]!,
      opened.accountId,
      poolId,
      email.toLowerCase(),
      wants,
      askedAt,
    )
  }

  #memberOf(opened: OpenedAccount, organization: number, domain: string) {
    const place = { organizationId: opened.organizationIds[organization]!, accountId: opened.accountId }
    return async (n: number, type: UserType, poolIds: readonly string[], past: Past): Promise<void> => {
      const member = this.#member(n, domain, type, poolIds, past)
      await settleMember(this.#db, place, member, member.invitedAt)
    }
  }

  #member(n: number, domain: string, type: UserType, poolIds: readonly string[], past: Past): SettledMember {
    const { invited = LONG_AGO, seen, deactivated, bounced = false, role = 'member', permissionSetId } = past
    // In working hours, and not everybody at the same minute; what the day has not reached yet was the day before.
    const ago = (days: number): Instant => {
      const at = (startOfDay(addDays(dayAt(this.#now), -days)) +
        (7 * 60 + ((n * 67) % 600)) * MS_PER_MINUTE) as Instant
      return at < this.#now ? at : ((at - MS_PER_DAY) as Instant)
    }
    return {
      ...inventedPerson(n, domain),
      type,
      role,
      poolIds,
      invitedAt: ago(invited),
      mail: false,
      ...(seen !== undefined && {
        person: {
          passwordHash: this.#passwordHash,
          timeZone: n % 3 ? 'America/New_York' : 'Europe/Stockholm',
          locale: n % 3 ? 'en-US' : 'en-GB',
          joinedAt: ago(Math.max(invited - 1, seen)),
          lastSignedInAt: ago(seen),
        },
      }),
      ...(deactivated !== undefined && { deactivatedAt: ago(deactivated) }),
      ...(bounced && { bouncedAt: ago(invited) }),
      ...(permissionSetId !== undefined && { permissionSetId }),
    }
  }

  async #permissionSets(opened: OpenedAccount, drafts: readonly PermissionSetDraft[]): Promise<string[]> {
    const sets = drafts.map((draft) => ({ id: randomUUIDv7(), ...draft }))
    const organizationId = opened.organizationIds[0]!
    await insertPermissionSets(
      this.#db,
      organizationId,
      opened.accountId,
      JSON.stringify(sets),
      iso(this.#now),
    )
    return sets.map(({ id }) => id)
  }
}
