import { existsSync } from 'node:fs'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { createApplication } from './application.ts'
import { ClockFault } from '@seatkeeper/db'
import { compose } from './composition.ts'
import { readEnvironment } from './environment.ts'
import { serve } from './serve.ts'

const root = path.resolve(import.meta.dirname, '..')
const development = process.argv.includes('--dev')

const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The portal can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { environment } = read
const { services, ready, close } = await compose(environment)
// A database that does not answer yet is for the readiness probe to wait for; one that is a demo's is not waited for.
await ready().catch((error: unknown) => {
  if (!(error instanceof ClockFault)) return
  console.error(`The portal can’t start: ${error.message}.`)
  process.exit(1)
})

const app = createApplication({
  services,
  ready,
  origins: environment.origins,
  trustedProxies: environment.trustedProxies,
  ...(development ? await fromSources() : await fromBuild()),
})
serve({ app, port: environment.port, portalUrl: environment.portalUrl, log: services.log, close })

async function fromBuild() {
  const entry = path.join(root, 'build/server/index.js')
  if (!existsSync(entry)) {
    console.error('The portal can’t start: it has not been built. Run `npm start`, which builds it.')
    process.exit(1)
  }
  const build = (await import(entry)) as ServerBuild
  return { build, browserFiles: { folder: path.join(root, 'build/client') } }
}

async function fromSources() {
  const { createServer } = await import('vite')
  const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true } })
  return {
    build: () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>,
    browserFiles: { middleware: vite.middlewares },
  }
}
