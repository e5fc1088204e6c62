import { type ChildProcess, spawn } from 'node:child_process'
import { connect, createServer, type Server } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { portalBuild } from '../test/portal-build.ts'

let db: TestDatabase
beforeAll(async () => {
  ;[db] = await Promise.all([createTestDatabase(), portalBuild()])
})
afterAll(() => db?.drop())

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** The portal as `npm start` starts it: a process of its own. */
function start(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { child, ended, said: () => said }
}

async function freePort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return { port: (server.address() as { port: number }).port, server }
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + 50_000; Date.now() < until;) {
    const response = await fetch(url).catch(() => null)
    if (response?.status === 200) return
    await pause(50)
  }
  throw new Error(`${url} never answered`)
}

// A process of its own takes its time to load on a busy machine.
const patient = { timeout: 90_000 }

test('OPS-03 a wrong environment is said at once and in full, and the start ends', patient, async () => {
  const { ended, said } = start({ PORT: 'many', PORTAL_URL: 'http://seats.example.com' })
  expect(await ended).toBe(1)
  for (const name of ['DATABASE_URL', 'APP_SECRET', 'PORT ', 'PORTAL_URL'])
    expect(said()).toContain(`  ${name}`)
})

test('OPS-01 ECO-07 it opens, and on SIGTERM finishes what is under way and ends', patient, async () => {
  const { port, server } = await freePort()
  await new Promise((resolve) => server.close(resolve))
  const { child, ended } = start({
    DATABASE_URL: db.url,
    APP_SECRET: 'x'.repeat(40),
    PORT: String(port),
    PORTAL_URL: `http://localhost:${port}`,
  })
  await answers(`http://localhost:${port}/readyz`)
  // A form of which the first half has arrived when the process is told to stop.
  const socket = connect(port, 'localhost')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  const answered = new Promise((resolve) => socket.once('close', resolve))
  socket.write(
    `POST /sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail',
  )
  await pause(500)
  child.kill('SIGTERM')
  await pause(500)
  socket.write('=abc')
  await answered
  expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  expect(await ended).toBe(0)
  await expect(fetch(`http://localhost:${port}/healthz`)).rejects.toThrow('fetch failed')
})

test('OPS-01 a taken port is one clear sentence', patient, async () => {
  const { port, server } = await freePort()
  const { ended, said } = start({
    DATABASE_URL: db.url,
    APP_SECRET: 'x'.repeat(40),
    PORT: String(port),
    PORTAL_URL: `http://localhost:${port}`,
  })
  expect(await ended).toBe(1)
  expect(said()).toContain(`The portal can’t start: port ${port} is taken. Stop what uses it, or set PORT.`)
  expect(said()).not.toContain('    at ')
  await new Promise((resolve) => server.close(resolve))
})
