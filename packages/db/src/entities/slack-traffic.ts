import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/** What a link that the bot sends stands for; the link's token is signed, not stored. Wall clock throughout. */
export const SlackTicket = defineEntity({
  name: 'SlackTicket',
  tableName: 'slack_ticket',
  properties: {
    id: p.uuid().primary(),
    kind: oneOf<'workspace' | 'person'>(),
    teamId: p.text(),
    teamName: p.text(),
    slackUserId: p.text(),
    slackName: p.text(),
    slackEmail: p.text().nullable(),
    createdAt: instant(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
  },
})

/** What Slack has sent and was acted on, so that a replay or a retry is not (SLK-08). Wall clock. */
export const SlackDelivery = defineEntity({
  name: 'SlackDelivery',
  tableName: 'slack_delivery',
  properties: {
    key: p.text().primary(),
    receivedAt: instant(),
  },
})
