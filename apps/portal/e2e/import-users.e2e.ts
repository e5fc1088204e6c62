import { claimImport, runImport } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { axeFindings } from '@seatkeeper/testkit/axe'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Office, openOffice, phone } from './office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office?.close())

/** The worker's part. */
async function work(goOn: () => Promise<boolean> = async () => true): Promise<string> {
  const { database } = office.portal.db
  const wallNow = Date.now() as Instant
  const claim = (await claimImport(database.worker(), { wallNow, leaseMs: 1 }))!
  return runImport({ database, businessNow: () => office.portal.clock.business, goOn }, claim)
}

const file = (text: string, name = 'people.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

const mixed = [
  'E-mail;Name;Type;Seasons',
  'ines@example.com;"Inês Duarte; Lisbon";Full-time;',
  'noor@example.com;Noor Haddad;Seasonal;Current | Holiday',
  'chiara@example.com;Chiara F.;;',
  'late@example.com;Lars Late;Seasonal;Launch',
  'NOOR@example.com;Noor again;Full-time;',
  '=cmd@example.com;=1+1;Full-time;',
].join('\r\n')

async function bring(page: Page, text: string): Promise<void> {
  await page.goto('/settings/users/import')
  await page.getByLabel('CSV file').setInputFiles(file(text))
  await page.getByRole('button', { name: 'Look at it first' }).click()
  await page.getByRole('heading', { name: 'people.csv' }).waitFor()
}

const shots = process.env['SHOTS']
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

describe('a file of users', () => {
  test('USER-09 without JavaScript: the dry run says of each row what it would do, then the valid ones are done', async () => {
    const page = await office.owner({ javaScriptEnabled: false, ...phone })
    await page.goto('/settings/users/import')
    await bring(page, mixed)
    await page.getByText('This file would add 3 users and change 1 user').waitFor()
    for (const text of ['Every seat of Launch is taken.', 'stands in line 3 already', 'Inês Duarte; Lisbon'])
      await page.getByText(text).first().waitFor()
    expect(await page.getByLabel('All or nothing').isDisabled()).toBe(true)
    await shoot(page, 'import-dry-phone')
    await page.getByRole('button', { name: 'Carry it out' }).click()
    await page.getByText('Waiting for its turn.').waitFor()
    await page.getByRole('link', { name: 'Look how far it is' }).waitFor()
    expect(await work()).toBe('done')
    await page.getByRole('link', { name: 'Look how far it is' }).click()
    await page.getByText('Done: 3 users added, 1 user changed.').waitFor()
    await page.getByRole('link', { name: 'Can’t be done 2' }).click()
    await page.getByText('Rows 1–2 of 2').waitFor()
  })

  test('USER-09 what was exported holds no formula, and brought back changes nothing', async () => {
    const visitor = await office.visitor()
    const { text, headers } = await visitor.get('/settings/users/export')
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(text.charCodeAt(0)).toBe(0xfeff)
    expect(text).toContain(`'=cmd@example.com,'=1+1,Full-time`)
    expect(text).toContain('Current | Holiday')
    expect(
      (await visitor.get('/settings/users/export?type=collaborator')).text.trim().split('\r\n'),
    ).toHaveLength(2)
    const page = await office.owner({ colorScheme: 'dark' })
    await bring(page, text)
    await page.getByText('Everything in the file is so already.').waitFor()
    await page.goto('/settings/users/import', { waitUntil: 'networkidle' })
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'import-new-dark')
  })

  test('USER-09 with JavaScript the page follows what the worker does by itself', async () => {
    const page = await office.owner()
    const rows = Array.from({ length: 24 }, (_, i) => `h${i}@example.com,Helper ${i},Seasonal,Holiday`)
    await bring(page, ['E-mail,Name,Type,Seasons', ...rows].join('\n'))
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'import-dry')
    await page.getByLabel('Valid rows only').check()
    await page.getByRole('button', { name: 'Carry it out' }).click()
    await page.getByText('Waiting for its turn.').waitFor()
    expect(await work(async () => false)).toBe('left')
    await page.getByText('20 of 24 rows gone through.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'import-running')
    expect(await work()).toBe('done')
    await page.getByText('Done: 24 users added, 0 users changed.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'import-done')
  })

  test('USER-09 what is wrong with a file as a whole is said at the field', async () => {
    const page = await office.owner()
    await page.goto('/settings/users/import')
    for (const [text, said] of [
      ['', 'empty'],
      ['E-mail,Sesons\na@b.example,x', '“Sesons” is not known'],
      ['E-mail,Name\na@b.example,"A', 'quote'],
    ] as const) {
      await page.getByLabel('CSV file').setInputFiles(file(text))
      await page.getByRole('button', { name: 'Look at it first' }).click()
      await page.locator('#field-file-error').getByText(said).waitFor()
    }
    expect(await axeFindings(page)).toEqual([])
  })

  test('USER-09 a file beyond every limit is answered in words', async () => {
    const visitor = await office.visitor()
    await visitor.get('/settings/users/import')
    const answer = await visitor.send({
      method: 'POST',
      path: '/settings/users/import?index',
      body: Buffer.alloc(4_400_000, 97),
      headers: {
        'Content-Type': 'multipart/form-data; boundary=x',
        Origin: office.portal.origin,
        'Sec-Fetch-Site': 'same-origin',
      },
    })
    expect(answer.status).toBe(413)
  })
})
