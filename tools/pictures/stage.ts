import { inspect } from '@seatkeeper/testkit/inspect'
import { DEMO_PASSWORD } from '../start/demo.ts'
import { type Browser, desk, type Page } from './camera.ts'
import type { Installation } from './installation.ts'

/** Where the pages play: everybody of the demo who is seen, and its clock. */
export interface Stage {
  readonly databaseUrl: string
  /** The page of somebody of the demo, signed in once; null: of a stranger. */
  pageOf(email: string | null): Promise<Page>
  /** Lets so many days pass, and the worker do all that falls due in them. */
  passDays(days: number): Promise<void>
  sql<Row extends object>(text: string): Promise<Row[]>
}

export function setStage(browser: Browser, { portalUrl, databaseUrl }: Installation): Stage {
  const pages = new Map<string | null, Page>()
  const pageOf: Stage['pageOf'] = async (email) => {
    const known = pages.get(email)
    if (known) return known
    const context = await browser.newContext({ baseURL: portalUrl, viewport: desk, locale: 'en-US' })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    pages.set(email, page)
    if (email !== null) await signIn(page, email)
    return page
  }
  return {
    databaseUrl,
    pageOf,
    sql: (text) => inspect(databaseUrl, text),
    async passDays(days) {
      const page = await pageOf(null)
      await page.goto('/demo/clock')
      const field = page.getByLabel(/^Go to/)
      const at = new Date(Date.parse(`${await field.inputValue()}Z`) + days * 86_400_000)
      await field.fill(at.toISOString().slice(0, 16))
      await page.getByRole('button', { name: 'Go', exact: true }).click()
      await page.waitForTimeout(500)
      for (;;) {
        await page.goto('/demo/clock')
        if (await page.getByRole('button', { name: 'Go', exact: true }).isVisible()) return
        await page.waitForTimeout(500)
      }
    },
  }
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}
