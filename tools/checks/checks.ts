/** A check that runs a tool over the whole repository; what it prints matters only when it fails. */
export interface Check {
  readonly name: string
  readonly command: readonly [program: string, ...args: string[]]
}

/** In the order in which a failure is quickest to mend. */
export const checks: readonly Check[] = [
  { name: 'format', command: ['prettier', '--check', '--cache', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'dependency rule', command: ['turbo', 'boundaries', '--no-color'] },
  { name: 'types', command: ['turbo', 'run', 'typecheck', '--output-logs', 'errors-only', '--no-color'] },
  { name: 'unused code', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'build', command: ['turbo', 'run', 'build', '--output-logs', 'new-only', '--no-color'] },
]
