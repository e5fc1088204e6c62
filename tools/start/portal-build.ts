import { runQuietly } from '../checks/command.ts'
import { StartFault } from './fault.ts'

/** Builds the portal; when none of its sources has changed, the earlier build is taken from the cache. */
export async function buildPortal(root: string): Promise<void> {
  const { code, output } = await runQuietly(
    'turbo',
    ['run', 'build', '--filter=@seatkeeper/portal', '--output-logs=errors-only', '--no-color'],
    root,
  )
  if (code === 0) return
  if (/ENOSPC|no space left/i.test(output))
    throw new StartFault('The disk is full: the portal cannot be built.')
  throw new StartFault(`${output.trim()}\n\nThe portal cannot be built; above is why.`)
}
