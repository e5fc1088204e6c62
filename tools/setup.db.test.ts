import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runQuietly } from './checks/command.ts'

const root = join(import.meta.dirname, '..')
const SECRET = 'a secret of thirty-two characters or more'
const answers = {
  'staff-name': 'Vera Vendor',
  'staff-email': 'vera@vendor.example',
  account: 'Larkspur Outfitters',
  'owner-name': 'Olive Owner',
  'owner-email': 'olive@larkspur.example',
  'full-time-seats': '3',
}

// Each runs the command, which loads the whole data layer; a busy machine needs its time for that.
vi.setConfig({ testTimeout: 120_000 })

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

function setUp(given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value])
  return runQuietly(process.execPath, [join(root, 'tools/setup.ts'), ...flags], root, {
    DATABASE_URL: world.url,
    APP_SECRET: SECRET,
    PORTAL_URL: 'https://seats.example.com',
    SEATKEEPER_MODE: 'production',
    ...env,
  })
}

describe('REQ-08 a first run without demo data', () => {
  test('what is missing is named all at once where nobody can be asked', async () => {
    const { code, output } = await setUp({ account: 'Larkspur Outfitters' })
    expect(code).toBe(1)
    expect(output).toContain('Missing: --staff-name, --staff-email, --owner-name, --owner-email')
  })

  test('a number of seats that is none, and an e-mail that is none, are refused and nothing is written', async () => {
    const seats = await setUp({ ...answers, 'full-time-seats': 'many' })
    expect(seats.output.trim()).toBe('--full-time-seats must be a whole number.')
    const none = await setUp({ ...answers, 'full-time-seats': '0' })
    expect(none.output.trim()).toBe('--full-time-seats must be 1 or more: the owner takes one.')
    const email = await setUp({ ...answers, 'owner-email': 'olive' })
    expect(email.output.trim()).toBe('One of the two e-mails is not an address such as name@example.com.')
    expect(await world.query('select 1 from account')).toHaveLength(0)
  })

  test('in production the secret must be the portal’s, or the link would not open', async () => {
    const { code, output } = await setUp(answers, { APP_SECRET: '' })
    expect(code).toBe(1)
    expect(output).toContain('APP_SECRET is missing')
  })

  test('makes staff, account, organization and owner, invites the owner and prints the link; once', async () => {
    const first = await setUp(answers)
    expect(first.output).toMatch(/https:\/\/seats\.example\.com\/sign-up\/[0-9a-f-]{36}\.[\w-]{43}/)
    expect(first.output).toContain('vera@vendor.example, password ')
    expect(first.code).toBe(0)
    expect(await world.query('select name, role from member')).toEqual([
      { name: 'Olive Owner', role: 'owner' },
    ])
    expect(await world.query('select name from organization')).toEqual([{ name: 'Larkspur Outfitters' }])
    expect(await world.query(`select 1 from outbox where type = 'invitation'`)).toHaveLength(1)

    const again = await setUp(answers)
    expect(again.code).toBe(1)
    expect(again.output.trim()).toBe('This database has been set up before: there is a staff member already.')
  })
})
