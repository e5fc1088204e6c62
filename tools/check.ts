import { dirname } from 'node:path'
import { runChecks } from './checks/run-checks.ts'

// `npm run check`: everything that needs neither a database nor a browser to say no.
const { passed, failed } = await runChecks(dirname(import.meta.dirname))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
