import { createApplication } from '../server/application.ts'
import { compose } from '../server/composition.ts'
import { readEnvironment } from '../server/environment.ts'
import { serveParent } from './child.ts'

/** The portal's application as it is served, log and all; only the pages are left out. */
const read = readEnvironment({ ...process.env, SEATKEEPER_MODE: 'test' })
if (!read.ok) throw new Error(read.faults.join('\n'))
const { services, ready } = await compose(read.environment)
const origins = new Map([['bench', 'http://bench']])
await serveParent(
  createApplication({
    services,
    ready,
    origins,
    trustedProxies: [],
    build: () => Promise.reject(new Error('no pages here')),
    browserFiles: { folder: import.meta.dirname },
  }),
)
