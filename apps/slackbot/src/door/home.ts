import type { HomeView } from '@slack/types'
import type { Notice } from '../views/message.ts'
import { enter, type Terms, type Visit } from './door.ts'
import { arrivalOf, type Listener } from './route.ts'

export interface Home extends Terms {
  readonly handle: (visit: Visit) => Promise<HomeView>
}

/** The app's home tab, made anew whenever somebody opens it. Slack retries events; each is acted on once. */
export function home({ handle, ...terms }: Home): Listener {
  return {
    id: 'app_home_opened',
    kind: 'event',
    register(app, parts) {
      app.event('app_home_opened', async ({ event, client, context }) => {
        if (event.tab !== 'home') return
        const outcome = await enter(parts, arrivalOf(context), client, terms, handle)
        if (outcome.kind === 'seen') return
        const view = outcome.kind === 'done' ? outcome.value : noticeHome(outcome.notice)
        await client.views.publish({ user_id: event.user, view })
      })
    },
  }
}

function noticeHome({ blocks }: Notice): HomeView {
  return { type: 'home', blocks }
}
