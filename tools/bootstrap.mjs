#!/usr/bin/env node
// Brings a fresh clone to the point where the project's own Node can run it, then hands over.
// Imports nothing but node:* and runs on Node 20, because on a newcomer's machine there is nothing else yet.
// What is installed is decided by the lock file alone; when that has not changed, this costs a few milliseconds.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { constants as osConstants, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 20
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stamp = join(modules, '.seatkeeper-installed')
const ownNode =
  process.platform === 'win32'
    ? join(modules, 'node', 'bin', 'node.exe')
    : join(modules, 'node', 'bin', 'node')

const COMMANDS = {
  start: ['tools/start.ts'],
  setup: ['tools/setup.ts'],
  migrate: ['tools/migrate.ts'],
  test: ['tools/test.ts'],
  check: ['tools/check.ts'],
  'check-audit': ['tools/check-audit.ts'],
  'erase-person': ['tools/erase-person.ts'],
  'accept-change': ['tools/accept-change.ts'],
  'offer-season': ['tools/offer-season.ts'],
  'agree-season': ['tools/agree-season.ts'],
  'change-season': ['tools/change-season.ts'],
  'billing-terms': ['tools/billing-terms.ts'],
  'billing-email': ['tools/billing-email.ts'],
  'reduce-now': ['tools/reduce-now.ts'],
  'void-invoice': ['tools/void-invoice.ts'],
  'mark-paid': ['tools/mark-paid.ts'],
  'recover-owner': ['tools/recover-owner.ts'],
  'reset-factor': ['tools/reset-factor.ts'],
  why: ['tools/why.ts'],
  reconcile: ['tools/reconcile.ts'],
  bench: ['tools/bench.ts'],
  pictures: ['tools/pictures.ts'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--write', '.'],
}

const [command = 'start', ...rest] = process.argv.slice(2)
// npm keeps what follows a second `--`; pnpm hands it on as it stands.
const args = rest[0] === '--' ? rest.slice(1) : rest

if (!(command in COMMANDS))
  stop(`There is no command "${command}"; there are: ${Object.keys(COMMANDS).join(', ')}.`)
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
  stop(
    `Seatkeeper needs Node ${OLDEST_NODE} or newer to begin with, and this is ${process.version}: install a newer one from https://nodejs.org.`,
  )

const environment = {
  ...process.env,
  HOME: homeFolder(),
  PATH: [join(modules, '.bin'), process.env.PATH].filter(Boolean).join(delimiter),
  // Halves the time that each of our programs takes to load.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'node-compile'),
}

await install()
process.exitCode = await handOver(ownNode, [...COMMANDS[command], ...args])

/** Installs exactly what the lock file names, unless that was done already. */
async function install() {
  const wanted = fingerprint()
  if (existsSync(ownNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const began = Date.now()
  process.stderr.write('Installing what the lock file names (a minute or two the first time) …\n')
  const { code, output } = await capture('npx', ['-y', packageManager, 'install', '--frozen-lockfile'])
  if (code !== 0) {
    const cause = knownCause(output)
    if (cause) stop(cause)
    stop('The installation failed; above is what the package manager said.', output)
  }
  if (!existsSync(ownNode))
    stop('The installation finished without the Node that the project runs on.', output)
  writeFileSync(stamp, wanted)
  process.stderr.write(`Installed in ${((Date.now() - began) / 1000).toFixed(0)} s.\n`)
}

/** Changes whenever an installation could come out differently: lock file, manifests, platform. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  const manifests = ['.', 'tools', ...below('apps'), ...below('packages')].map((folder) =>
    join(folder, 'package.json'),
  )
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`\n${file}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function below(folder) {
  const path = join(root, folder)
  return existsSync(path)
    ? readdirSync(path)
        .sort()
        .map((name) => join(folder, name))
    : []
}

/** The sentence for what usually goes wrong, or undefined. */
function knownCause(output) {
  // The package manager breaks its lines wherever the terminal ends.
  const said = output.replaceAll(/\s+/g, ' ')
  if (/ENOSPC|no space left/i.test(said)) return 'The disk is full: the installation needs up to 1.7 GB.'
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|dns error|error sending request/i.test(
      said,
    )
  )
    return 'The package registry cannot be reached: the first start needs the network (behind a proxy, set HTTPS_PROXY).'
  if (/OUTDATED_LOCKFILE|lockfile.*not up to date/i.test(said))
    return 'pnpm-lock.yaml does not match a package.json: run `npx pnpm install` and commit both.'
  if (/EACCES|EPERM|EROFS|permission denied/i.test(said))
    return `The installation may not write here: ${root} must belong to whoever runs this.`
  return undefined
}

/** Runs a program and keeps what it says: it is shown only if the program fails. */
function capture(program, programArgs) {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    const keepToOurselves = passStopsTo(child)
    child.on('error', (error) => {
      if (error.code === 'ENOENT')
        stop(
          `\`${program}\` was not found: it comes with npm, which comes with Node from https://nodejs.org.`,
        )
      stop(`\`${program}\` could not be started: ${error.message}.`)
    })
    child.on('close', (code, signal) => {
      if (signal) process.exit(128 + osConstants.signals[signal])
      keepToOurselves()
      resolve({ code, output: Buffer.concat(said).toString() })
    })
  })
}

/**
 * Runs the command on the project's own Node and answers with its exit code. The channel between the two
 * closes when this process is killed, so that a child which started servers can notice and stop them.
 */
function handOver(program, programArgs) {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      env: environment,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    passStopsTo(child)
    child.on('error', (error) => stop(`The project's own Node could not be started: ${error.message}.`))
    child.on('close', (code, signal) => resolve(signal ? 128 + osConstants.signals[signal] : code))
  })
}

/** Hands a wish to stop on to the child; gives the function that ends this. */
function passStopsTo(child) {
  const handlers = {
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
    // A terminal sends Ctrl-C to the child as well; anyone else sends it to this process alone.
    SIGINT: () => process.stdin.isTTY || child.kill('SIGINT'),
  }
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler)
  // npm runs us in a shell. Asked to stop it stops the shell, which tells nobody: an orphan stops as well.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM')
  }, 500)
  watch.unref()
  return () => {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler)
    clearInterval(watch)
  }
}

/** npm and pnpm keep their caches in the home folder; some CI machines have none, or one that is not theirs. */
function homeFolder() {
  for (const candidate of [process.env.HOME, process.env.USERPROFILE, userHome()]) {
    if (candidate && writable(candidate)) return candidate
  }
  const own = join(root, '.seatkeeper', 'home')
  mkdirSync(own, { recursive: true })
  return own
}

function userHome() {
  try {
    return userInfo().homedir
  } catch {
    return undefined // A container's user without an entry in the user table.
  }
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function stop(sentence, details) {
  if (details) process.stderr.write(`${details.trim().split('\n').slice(-15).join('\n')}\n\n`)
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
