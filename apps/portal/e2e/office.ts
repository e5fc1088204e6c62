import { randomUUID } from 'node:crypto'
import type { NewUser } from '@seatkeeper/db'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { onePageAtATime } from '@seatkeeper/testkit/pages'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { hashPassword } from '../app/server/identity/password-hash.ts'
import { goodPassword, invite } from '../test/people.ts'
import { type RunningPortal, runPortal } from '../test/running-portal.ts'
import type { Visitor } from '../test/visitor.ts'

/** A running portal with one account in it, and a browser: what the browser tests look at. */
export interface Office {
  readonly portal: RunningPortal
  readonly account: TestAccount
  readonly browser: Browser
  readonly permissionSets: readonly string[]
  /** The season of this name. */
  seasonId(name: string): string
  /** A page of the account's owner, signed in. What was opened before is closed. */
  owner(options?: BrowserContextOptions): Promise<Page>
  /** The owner without a screen, signed in: for what a browser would not send. */
  visitor(): Promise<Visitor>
  /** Adds somebody as the owner does; returns their member id. */
  add(user: Partial<NewUser> & { readonly email: string }): Promise<string>
  close(): Promise<void>
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
}

/** Launch is full from the start, Holiday begins when Current ends, and Spring is over. */
export async function openOffice(): Promise<Office> {
  const portal = await runPortal()
  const account = await buildAccount(portal.db.url, {
    name: 'Larkspur Outfitters',
    fullTimeSeats: 8,
    collaborators: 1,
    seasons: [
      { name: 'Spring', from: -90, to: -30, seats: 10 },
      { name: 'Current', from: -10, to: 20, seats: 20 },
      { name: 'Launch', from: -5, to: 10, seats: 2 },
      { name: 'Holiday', from: 21, to: 60, seats: 30 },
    ],
    passwordHash: await hashPassword(goodPassword),
  })
  const permissionSets = await Promise.all(
    ['Agent', 'Supervisor'].map(async (name) => {
      const id = randomUUID()
      await portal.db.query(
        `insert into permission_set (id, organization_id, account_id, name, created_at) values ($1, $2, $3, $4, now())`,
        [id, account.organizationId, account.accountId, name],
      )
      return id
    }),
  )
  const seasons = await portal.db.query<{ id: string; name: string }>(
    'select s.id, s.name from season s where s.account_id = $1',
    [account.accountId],
  )
  const seasonId = (name: string) => seasons.find((season) => season.name === name)!.id
  const add: Office['add'] = async (user) =>
    (await invite(portal, account, { permissionSetId: permissionSets[0]!, ...user })).memberId

  await add({ email: 'chiara@example.com', name: 'Chiara Fontanella', type: 'collaborator' })
  for (const name of ['Farid Rahimi', 'Greta Lindqvist']) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`
    await add({ email, name, type: 'seasonal', seasonIds: [seasonId('Launch')] })
  }

  const browser = await launchChromium()
  const open = onePageAtATime(browser, (page) => page.setDefaultTimeout(20_000))
  const cookies = await ownersCookies(portal, account)
  return {
    portal,
    account,
    browser,
    permissionSets,
    seasonId,
    add,
    visitor: () => signedInOwner(portal, account),
    async owner(options = {}) {
      const page = await open({ baseURL: portal.origin, ...options })
      await page.context().addCookies(cookies)
      return page
    },
    async close() {
      await browser.close()
      await portal.close()
    },
  }
}

/** Signs the owner in once, without a browser, so that every test can begin where it wants to. */
async function ownersCookies(portal: RunningPortal, account: TestAccount) {
  const visitor = await signedInOwner(portal, account)
  return [...visitor.cookies].map(([name, value]) => {
    // A browser takes Secure cookies from a test over https only; it sends them to this machine over http, too.
    const url = portal.origin.replace('http:', 'https:')
    return { name, value, url, secure: true, httpOnly: true, sameSite: 'Lax' as const }
  })
}

async function signedInOwner(portal: RunningPortal, account: TestAccount): Promise<Visitor> {
  const visitor = portal.visitor()
  const answer = await visitor.fill('/sign-in', {
    email: account.ownerEmail,
    password: goodPassword,
    to: '/',
  })
  if (answer.status !== 303) throw new Error(`The owner could not sign in: ${answer.status}`)
  return visitor
}
