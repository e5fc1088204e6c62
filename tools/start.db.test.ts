import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { freePorts, isTaken, spawnStart, type SpawnedStart } from './start/spawned-start.ts'

// The folder has a space in its name, as people's folders have.
const folder = mkdtempSync(join(tmpdir(), 'seatkeeper start '))
const state = join(folder, 'state')
// Reachable for the user that PostgreSQL runs as, so that the database lies where the test looks for it.
chmodSync(folder, 0o755)
const PORTS = [
  'PORT',
  'SANDBOX_PORT',
  'SMTP_PORT',
  'SLACKBOT_PORT',
  'SLACK_API_PORT',
  'STRIPE_API_PORT',
  'DATABASE_PORT',
]
const started: SpawnedStart[] = []
let env: Record<string, string>

// Each starts half a dozen processes, some twice; a busy machine needs its time for that.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })

beforeAll(async () => {
  env = await settings(state)
})

afterEach(async () => {
  for (const start of started.splice(0)) {
    start.signal('SIGTERM')
    await start.exited
  }
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function settings(stateFolder: string): Promise<Record<string, string>> {
  const [portal, sandbox, smtp, slackbot, slackApi, payments, database] = (await freePorts(7)).map(String)
  return {
    SEATKEEPER_STATE: stateFolder,
    PORT: portal!,
    SANDBOX_PORT: sandbox!,
    SMTP_PORT: smtp!,
    SLACKBOT_PORT: slackbot!,
    SLACK_API_PORT: slackApi!,
    STRIPE_API_PORT: payments!,
    DATABASE_PORT: database!,
    DATABASE_URL: '',
    PORTAL_URL: '',
    SMTP_URL: '',
    SEATKEEPER_MODE: 'test',
  }
}

function start(change: Readonly<Record<string, string>> = {}, ...args: readonly string[]): SpawnedStart {
  const spawned = spawnStart({ ...env, ...change }, args)
  started.push(spawned)
  return spawned
}

async function startAndWait(...args: readonly string[]): Promise<SpawnedStart> {
  const spawned = start({}, ...args)
  await spawned.printed('Stop with Ctrl-C')
  return spawned
}

/** Where the database really lies: as root it may be elsewhere than in the state folder. */
function clusterFolder(): string {
  return readFileSync(join(state, 'postgres-folder'), 'utf8')
}

/** Changes exactly when the cluster is made anew. */
function clusterIdentity(): number {
  return statSync(join(clusterFolder(), 'PG_VERSION')).ino
}

function databaseProcess(): number {
  return Number(readFileSync(join(clusterFolder(), 'postmaster.pid'), 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function expectNothingLeft(database: number): Promise<void> {
  for (const name of PORTS) expect(await isTaken(Number(env[name])), `${name} is still taken`).toBe(false)
  expect(isAlive(database), 'PostgreSQL still runs').toBe(false)
}

describe('OPS-01 npm start', () => {
  test('the first start serves portal and inbox, says where and whom to sign in as, and stops without a trace', async () => {
    const first = await startAndWait()
    const { PORT, SANDBOX_PORT } = env
    expect(first.output()).toContain(`http://localhost:${PORT}`)
    expect(first.output()).toContain(`http://localhost:${SANDBOX_PORT}`)
    expect(first.output()).toMatch(/password for all: \S+/)
    expect(first.output()).toMatch(/@\S+\s+Owner of Larkspur Outfitters/)
    expect((await fetch(`http://localhost:${PORT}/sign-in`)).status).toBe(200)
    expect((await fetch(`http://localhost:${SANDBOX_PORT}/`)).status).toBe(200)

    const second = start()
    expect(await second.exited).toBe(1)
    expect(lastLine(second)).toMatch(/^Seatkeeper is running already, at \S+ \(process \d+\): stop it .*$/)

    const elsewhere = start({ SEATKEEPER_STATE: join(folder, 'elsewhere') })
    expect(await elsewhere.exited).toBe(1)
    expect(lastLine(elsewhere)).toMatch(/^Port \d+ for the portal is taken by another program: .*$/)

    const database = databaseProcess()
    first.signal('SIGTERM')
    expect(await first.exited).toBe(0)
    await expectNothingLeft(database)
  })

  test('the second start does nothing twice and keeps the data; Ctrl-C stops it too', async () => {
    const before = clusterIdentity()
    const second = await startAndWait()
    expect(second.output()).not.toContain('Installing')
    expect(clusterIdentity()).toBe(before)
    const database = databaseProcess()
    second.signal('SIGINT')
    expect(await second.exited).toBe(0)
    await expectNothingLeft(database)
  })

  test('after a start that was killed outright, the programs go by themselves and the next start takes over', async () => {
    const killed = await startAndWait()
    const { pid } = JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as { pid: number }
    const orphan = databaseProcess()
    process.kill(pid, 'SIGKILL')
    killed.signal('SIGKILL')
    await killed.exited
    expect(isAlive(orphan)).toBe(true)
    await expect.poll(() => isTaken(Number(env['PORT'])), { timeout: 30_000 }).toBe(false)

    const before = clusterIdentity()
    const next = await startAndWait()
    expect(clusterIdentity()).toBe(before)
    expect(isAlive(orphan)).toBe(false)
    next.signal('SIGTERM')
    await next.exited
  })

  test('when one program dies, it says which and stops everything else', async () => {
    const doomed = await startAndWait()
    const database = databaseProcess()
    process.kill(listenerOf('apps/worker/src/main.ts', doomed), 'SIGKILL')
    expect(await doomed.exited).toBe(1)
    expect(doomed.output()).toContain('The worker was killed, so everything was stopped.')
    await expectNothingLeft(database)
  })

  test('--reset starts anew', async () => {
    const before = clusterIdentity()
    const anew = await startAndWait('--reset')
    expect(clusterIdentity()).not.toBe(before)
    anew.signal('SIGTERM')
    await anew.exited
  })

  test('SIGTERM to npm, which tells only its shell, stops everything all the same', async () => {
    const throughNpm = spawnStart(env, [], 'npm')
    started.push(throughNpm)
    await throughNpm.printed('Stop with Ctrl-C')
    const database = databaseProcess()
    throughNpm.signal('SIGTERM')
    await throughNpm.exited
    await expect.poll(() => isAlive(database), { timeout: 60_000 }).toBe(false)
    await expectNothingLeft(database)
  })

  test('a stop before everything is up is a stop all the same', async () => {
    const hasty = start()
    // As soon as the database begins, long before the portal answers.
    await expect
      .poll(() => existsSync(join(clusterFolder(), 'postmaster.pid')), { timeout: 60_000 })
      .toBe(true)
    hasty.signal('SIGTERM')
    expect(await hasty.exited).toBe(0)
    expect(hasty.output()).not.toContain('Stop with Ctrl-C')
    for (const name of PORTS) expect(await isTaken(Number(env[name])), `${name} is still taken`).toBe(false)
  })
})

describe('OPS-01 what keeps it from starting is one sentence', () => {
  test.each([
    [
      'an unreachable database',
      { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' },
      /^No PostgreSQL answers at postgres:\/\/me@127\.0\.0\.1:1\/x: mend DATABASE_URL, or .*$/,
    ],
    [
      'a database address that is none',
      { DATABASE_URL: 'seatkeeper' },
      /^DATABASE_URL must be an address such as postgres:.*$/,
    ],
    ['a port that is none', { PORT: 'three' }, /^PORT must be a port number from 1 to 65535, not "three"\.$/],
    [
      'production',
      { SEATKEEPER_MODE: 'production' },
      /^`npm start` is for trying and developing; docs\/operations\.md .*$/,
    ],
  ])('%s', async (_name, change, sentence) => {
    const [PORT, SANDBOX_PORT, SMTP_PORT] = (await freePorts(3)).map(String)
    const refused = start({
      PORT: PORT!,
      SANDBOX_PORT: SANDBOX_PORT!,
      SMTP_PORT: SMTP_PORT!,
      SEATKEEPER_STATE: join(folder, 'refused'),
      ...change,
    })
    expect(await refused.exited).toBe(1)
    expect(lastLine(refused)).toMatch(sentence)
  })

  test('a taken port', async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const refused = start({ SMTP_PORT: String(port), SEATKEEPER_STATE: join(folder, 'refused') })
    expect(await refused.exited).toBe(1)
    expect(lastLine(refused)).toMatch(
      new RegExp(`^Port ${port} for local mail is taken by another program: .*$`),
    )
    other.close()
  })

  test('--reset of a database that is not ours', async () => {
    const refused = start({ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, '--reset')
    expect(await refused.exited).toBe(1)
    expect(lastLine(refused)).toMatch(/^--reset throws away only the database that Seatkeeper started itself/)
  })

  test.skipIf(!canMount())('a full disk', async () => {
    const small = join(folder, 'small')
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=755', 'tmpfs', small])
    try {
      const refused = start({ SEATKEEPER_STATE: small })
      expect(await refused.exited).toBe(1)
      expect(lastLine(refused)).toMatch(/^The disk is full.*$/)
    } finally {
      execFileSync('umount', ['-l', small])
    }
  })
})

function lastLine({ output }: SpawnedStart): string {
  return output().trim().split('\n').at(-1) ?? ''
}

/** The process that runs a file for this very start: found by the state that its environment names. */
function listenerOf(file: string, { output }: SpawnedStart): number {
  const pids = execFileSync('pgrep', ['-f', file], { encoding: 'utf8' }).trim().split('\n').map(Number)
  const found = pids.find((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(state))
  if (found === undefined) throw new Error(`${file} does not run:\n${output()}`)
  return found
}

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'seatkeeper-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}
