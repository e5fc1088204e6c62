import { globalShortcut, homeOpened } from '../bot/payloads.ts'
import type { CastMember } from '../workspace/cast.ts'
import { trouble } from '../bot/delivery.ts'
import type { Context } from './context.ts'

/** Someone chooses one of the app's shortcuts from the menu. A sentence when it came to nothing. */
export async function runShortcut(
  { emulator, line, wallClock }: Context,
  person: CastMember,
  callbackId: string,
): Promise<string | undefined> {
  const answer = await line.send(`shortcut ${callbackId}`, {
    kind: 'interaction',
    payload: globalShortcut(person, await emulator.trigger(person.id), callbackId, wallClock()),
  })
  return trouble(answer)
}

/** Someone opens the app's Home tab; the app may publish a view for them. */
export async function openHome(
  { workspace, emulator, line, wallClock }: Context,
  person: CastMember,
): Promise<void> {
  const home = workspace.home(person.id)
  await line.send('app_home_opened', {
    kind: 'event',
    envelope: homeOpened(person, emulator.directMessage(person.id), home?.raw, wallClock()),
  })
}
