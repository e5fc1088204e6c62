import type { Choice } from '../views/choices.ts'
import { ACKNOWLEDGE_WITHIN_MS, doneBy } from './deadline.ts'
import { enter, type Terms, type Visit } from './door.ts'
import { arrivalOf, type Listener } from './route.ts'

export interface Menu extends Terms {
  readonly handle: (visit: Visit, typed: string) => Promise<readonly Choice[]>
}

/** The choices of a menu while somebody types. Who may not see them, or has to wait too long, gets none. */
export function menu(id: string, { handle, ...terms }: Menu): Listener {
  return {
    id,
    kind: 'menu',
    register(app, parts) {
      app.options<'block_suggestion'>(
        { type: 'block_suggestion', action_id: id },
        async ({ payload, ack, client, context }) => {
          const arrival = arrivalOf(context)
          const work = enter(parts, arrival, client, terms, (visit) => handle(visit, payload.value))
          const early = await doneBy(arrival.arrivedAt + ACKNOWLEDGE_WITHIN_MS, work)
          const found = early.done && early.value.kind === 'done' ? early.value.value : []
          await ack({ options: found.map(({ text, value }) => ({ text: { ...text }, value })) })
        },
      )
    },
  }
}
