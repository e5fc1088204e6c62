import { type Actor, addUser, createDatabase } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { inFlight } from '../load/stage.ts'

/** What a process is told that adds as the portal does. */
export interface PortalLane {
  readonly url: string
  readonly actor: Actor
  readonly seasonId: string
  readonly connections: number
  readonly adds: number
  /** Makes its e-mails its own. */
  readonly name: string
}

export interface LaneAnswer {
  readonly outcome: string
  readonly took: number
}

process.once('message', (lane: PortalLane) => {
  void (async () => {
    const { url, actor, seasonId, connections, adds, name } = lane
    const database = await createDatabase({ url, connections: { tenant: connections } })
    await inFlight(adds, connections, async (n) => {
      const started = performance.now()
      const outcome = await addUser(
        { em: database.tenant(), actor, now: Date.now() as Instant },
        {
          email: `${name}-${n}@example.com`,
          name: 'Racer',
          type: 'seasonal',
          seasonIds: [seasonId],
          permissionSetId: null,
        },
      ).then(
        (decision) => (decision.kind === 'grant' ? 'grant' : decision.reason),
        (error: Error) => `error: ${error.message}`,
      )
      process.send?.({ outcome, took: performance.now() - started } satisfies LaneAnswer)
    })
    await database.close()
    process.disconnect?.()
  })()
})
