import { randomUUID } from 'node:crypto'
import { addUser, checkInvariants } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submission } from './add-user-form.ts'
import { SEATS_FOR_EVERYBODY } from './rows.ts'
import { startWorld, type World } from './world.ts'

const SEATS = 60
const ADDS = 400

let world: World
beforeAll(async () => {
  world = await startWorld({
    fullTimeSeats: 20,
    seasons: [
      { name: 'Rush', from: -1, to: 10, seats: SEATS },
      { name: 'Calm', from: -1, to: 20, seats: 40 },
    ],
    connections: { tenant: 20, identity: 20, worker: 1 },
  })
  for (let n = 0; n < 10; n++) await world.person(`ULEAD${n}`, 'team-lead')
  await world.data.query(SEATS_FOR_EVERYBODY, [world.account.accountId])
  expect(await checkInvariants(world.data.url)).toEqual([])
})
afterAll(() => world.close())

describe('SEAT-07 the last seats, through both doors at once', () => {
  const season = (name: string) => world.account.seasons.find((one) => one.name === name)?.id ?? ''
  const form = (email: string, seasonId: string, key: string = randomUUID(), id = 'V1') =>
    submission({ id, private_metadata: JSON.stringify({ key }) }, { email, seasonIds: [seasonId] })
  const taken = async (name: string) => {
    const [row] = await world.data.query<{ taken: number }>(
      `select count(*)::integer as taken from seat s join pool p on p.id = s.pool_id
       where p.season_id = $1 and s.holder_id is not null`,
      [season(name)],
    )
    return row?.taken
  }

  async function throughBot(n: number): Promise<string> {
    const view = `V${n}`
    const after = world.slack.replaced(view)
    const sent = form(`bot${n}@example.com`, season('Rush'), randomUUID(), view)
    const said = (await world.interact(`ULEAD${n % 10}`, sent)).text
    // On a busy machine some are told to wait.
    const text = said.includes('One moment') ? await after : said
    if (text.includes('User added')) return 'grant'
    return text.includes('Every seat of Rush is taken') ? 'season-full' : text
  }

  async function throughPortal(n: number): Promise<string> {
    const decision = await addUser(
      { em: world.data.database.tenant(), actor: world.account.owner, now: Date.now() as Instant },
      {
        email: `portal${n}@example.com`,
        name: 'Racer',
        type: 'seasonal',
        seasonIds: [season('Rush')],
        permissionSetId: null,
      },
    )
    return decision.kind === 'grant' ? 'grant' : decision.reason
  }

  test('exactly as many are granted as there are seats, and the rest are told that it is full', async () => {
    const outcomes: string[] = []
    let next = 0
    const lane = async () => {
      for (let n = next++; n < ADDS; n = next++) {
        outcomes.push(await (n % 2 ? throughBot(n) : throughPortal(n)))
      }
    }
    await Promise.all(Array.from({ length: 40 }, lane))
    const count = (what: string) => outcomes.filter((outcome) => outcome === what).length
    expect(outcomes.filter((one) => !['grant', 'season-full'].includes(one))).toEqual([])
    expect(count('grant')).toBe(SEATS)
    expect(await taken('Rush')).toBe(SEATS)
    expect(await checkInvariants(world.data.url)).toEqual([])
  }, 60_000)

  test('one form, sent forty times at once and signed anew each time, adds one person', async () => {
    const key = randomUUID()
    const sent = form('once@example.com', season('Calm'), key)
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => world.interact(`ULEAD1`, { ...sent, trigger_id: `${n}` })),
    )
    const said = answers.map(({ text }) => text).filter((text) => !text.includes('One moment'))
    expect(said.filter((text) => !text.includes('User added'))).toEqual([])
    expect(await taken('Calm')).toBe(1)
  })
})
