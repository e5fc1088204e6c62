import { workingMessage } from '../views/working.ts'
import { ACKNOWLEDGE_WITHIN_MS, doneBy } from './deadline.ts'
import { enter } from './door.ts'
import { openModal } from './open-modal.ts'
import { arrivalOf, type Listener, posted, postOf, type Route, toAsker } from './route.ts'

/**
 * A slash command. What is decided in time is answered in Slack's own request; what is not comes through the command's
 * `response_url`, after a word that it is on its way.
 *
 * @param routeOf From what was typed after the command.
 */
export function command(id: `/${string}`, routeOf: (text: string) => Route): Listener {
  return {
    id,
    kind: 'command',
    register(app, parts) {
      app.command(id, async ({ command, ack, respond, client, context }) => {
        const arrival = arrivalOf(context)
        const route = routeOf(command.text)
        if (route.shows === 'at-once') return ack(posted(toAsker(route.message)))
        if (route.shows === 'modal') {
          let acknowledged = false
          const acknowledge = async () => {
            if (!acknowledged) await ack()
            acknowledged = true
          }
          const notice = await openModal(parts, arrival, client, command.trigger_id, route, acknowledge)
          if (!notice) return
          if (acknowledged) await respond(posted(toAsker(notice)))
          else await ack(posted(toAsker(notice)))
          return
        }
        const work = enter(parts, arrival, client, route, route.handle)
        const early = await doneBy(arrival.arrivedAt + ACKNOWLEDGE_WITHIN_MS, work)
        if (early.done) {
          const post = postOf(early.value)
          return post ? ack(posted(post)) : ack()
        }
        await ack(posted(toAsker(workingMessage)))
        const post = postOf(await work)
        if (post) await respond(posted(post))
      })
    },
  }
}
