import type { Line } from '../bot/line.ts'
import type { Emulator } from '../web-api/emulator.ts'
import type { ResponseUrls } from '../web-api/response-urls.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What everything that a person can do in the console needs. */
export interface Context {
  readonly workspace: Workspace
  readonly emulator: Emulator
  readonly responseUrls: ResponseUrls
  readonly line: Line
  readonly wallClock: () => number
}
