import { serve } from '@hono/node-server'
import { axeFindings } from '@seatkeeper/testkit/axe'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { Hono } from 'hono'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSlackConsole } from './index.ts'
import type { SlackConsole } from './index.ts'
import { startExampleBot } from './testing/example-bot.ts'
import { freePort } from './testing/free-port.ts'

const secret = 'a secret of this test'

let slack: SlackConsole
let bot: Awaited<ReturnType<typeof startExampleBot>>
let pages: ReturnType<typeof serve>
let browser: Browser
let base = ''
let open: BrowserContext[] = []

beforeAll(async () => {
  const botPort = await freePort()
  slack = await startSlackConsole({
    eventsUrl: `http://127.0.0.1:${botPort}/slack/events`,
    signingSecret: secret,
    apiPort: 0,
  })
  bot = await startExampleBot({ signingSecret: secret, apiUrl: slack.apiUrl, port: botPort })
  await new Promise<void>((resolve) => {
    pages = serve(
      { fetch: new Hono().route('/slack', slack.pages).fetch, port: 0, hostname: '127.0.0.1' },
      ({ port }) => {
        base = `http://127.0.0.1:${port}/slack`
        resolve()
      },
    )
  })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  pages.close()
  await bot.close()
  await slack.close()
})
afterEach(async () => {
  await Promise.all(open.map((context) => context.close()))
  open = []
})

type Look = Parameters<Browser['newContext']>[0]

/** A window of one person; what its page throws fails the test. */
async function window(person: string, look: Look = {}, place = ''): Promise<Page> {
  const context = await browser.newContext(look)
  open.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${base}/as/${person}${place}`)
  return page
}

describe('SLK-09 the console in a browser', () => {
  test('a person is chosen, and types and adds somebody with the keyboard alone', async () => {
    const page = await window('')
    await page.goto(base)
    await page.getByRole('link', { name: /Tomás Ferreira/ }).press('Enter')
    await page.locator('#line:focus').waitFor()
    await page.keyboard.type('/seats add')
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog', { name: 'Add a seasonal user' })
    await form.waitFor()
    await form.getByText('3 choices found.').waitFor()

    await page.keyboard.type('taken@example.com')
    await page.keyboard.press('Enter')
    const alert = form.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toContain('2 fields need another look')
    expect(await alert.and(page.locator(':focus')).count()).toBe(1)

    await form.getByLabel('Name').fill('Ada Byron')
    await form.getByLabel('Launch').check()
    await form.getByLabel('Search the choices').pressSequentially('hol')
    await form.getByText('1 choice found.').waitFor()
    expect(await form.getByLabel('Launch').isChecked()).toBe(true)
    await form.getByLabel('Holiday').check()
    await form.getByLabel('Agent').check()
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.getByText('Somebody has this e-mail address already.').first().waitFor()
    expect(await form.getByLabel('Holiday').isChecked()).toBe(true)

    await form.getByLabel('E-mail').fill('ada@example.com')
    await page.keyboard.press('Enter')
    await form.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Seatkeeper 1 new' }).click()
    await page.getByText('ada@example.com was invited.').waitFor()
    expect(bot.heard.at(-1)).toMatchObject({
      seasons: { seasons: { selected_options: [{ value: 'launch' }, { value: 'holiday' }] } },
    })
  })

  test('what one person shares appears in another’s window by itself', async () => {
    const [one, two] = await Promise.all([window('U0LEAD0001'), window('U0LEAD0002')])
    await one.getByRole('button', { name: '/seats share' }).click()
    await two.getByRole('heading', { name: 'Seats of Larkspur Outfitters' }).waitFor()
    await one.getByRole('button', { name: '/seats', exact: true }).click()
    await one.getByText('Only visible to you', { exact: true }).waitFor()
    expect(await two.getByText('Only visible to you', { exact: true }).count()).toBe(0)
  })

  test('Esc closes a form, the app hears of it, and the focus goes back', async () => {
    const page = await window('U0MEMBER01')
    await page.getByLabel(/Command in/).fill('/seats add')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    // The app hears of it and the line takes the focus in their own time.
    await expect.poll(() => bot.heard.at(-1)).toBe('closed')
    await page.locator('#line:focus').waitFor()
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => page.getByLabel(/Command in/).inputValue()).toBe('/seats add')
  })

  test('a choice that changes the form keeps what is typed', async () => {
    const page = await window('U0OWNER001')
    await page.getByRole('button', { name: 'Add a seasonal user' }).click()
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('Choose: User type').selectOption('Collaborator')
    await page.getByRole('heading', { name: 'Add a collaborator' }).waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada')
    expect(await page.getByLabel('Choose: User type').inputValue()).toBe('collaborator')
    await page.getByRole('button', { name: 'Cancel' }).click()
  })

  test('a press that wants confirming asks, and can be taken back', async () => {
    const page = await window('U0OWNER001', {}, '/in/C0SUPPLIER')
    await page.getByRole('button', { name: '/seats', exact: true }).click()
    await page.getByRole('button', { name: 'Decline' }).click()
    await page.getByRole('heading', { name: 'Decline?' }).waitFor()
    await page.getByRole('link', { name: 'Keep' }).click()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByText('Approved.').waitFor()
  })

  test('without scripts, a form opens, is looked up in, filled and sent', async () => {
    const page = await window('U0LEAD0002', { javaScriptEnabled: false })
    await page.getByLabel(/Command in/).fill('/seats add')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByLabel('E-mail').fill('byron@example.com')
    await page.getByLabel('Name').fill('Byron')
    await page.getByLabel('Search the choices').fill('lau')
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByText('1 choice found.').waitFor()
    await page.getByLabel('Launch').check()
    await page.getByLabel('Agent').check()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(bot.heard.at(-1)).toMatchObject({ email: { value: { value: 'byron@example.com' } } })
  })

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
  ] as const)('nothing stands in anybody’s way: %s', async (_, look) => {
    const page = await window('U0LEAD0001', look, '/in/C0TEAMLEAD')
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth')
    await page.getByRole('button', { name: '/seats', exact: true }).click()
    await page.getByRole('heading', { name: 'Seats of Larkspur Outfitters' }).first().waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await fits()).toBe(true)

    await page.getByRole('button', { name: '/seats add' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('3 choices found.').waitFor()
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.getByRole('alert').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await fits()).toBe(true)
    await form.getByRole('button', { name: 'Cancel' }).click()
    await form.waitFor({ state: 'detached' })
  })

  test('nothing stands in anybody’s way on the other pages', async () => {
    const page = await window('U0LEAD0001')
    for (const path of ['', '/wire', '/as/U0LEAD0001/in/home']) {
      await page.goto(base + path)
      expect(await axeFindings(page)).toEqual([])
    }
  })
})
