import { checks } from './checks.ts'
import { runQuietly } from './command.ts'

/** What one run of checks or tests came to. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** Runs every check, also after one has failed, so that one run names all that is wrong. */
export async function runChecks(root: string): Promise<Tally> {
  let failed = 0
  for (const check of checks) {
    const began = performance.now()
    const [program, ...args] = check.command
    const { code, output } = await runQuietly(program, args, root)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`)
    if (code !== 0) {
      failed += 1
      console.log(shown(output, check.command))
    }
  }
  return { passed: checks.length - failed, failed }
}

const SHOWN_LINES = 80

/** The beginning of what a tool said: a broken build repeats itself for hundreds of lines. */
function shown(output: string, command: readonly string[]): string {
  const lines = output.trim().split('\n')
  const rest = lines.length - SHOWN_LINES
  if (rest > 0) lines.splice(SHOWN_LINES, rest, `… ${rest} more lines: npx ${command.join(' ')}`)
  return lines.map((line) => `    ${line}`).join('\n')
}
