import { defineEntity } from '@mikro-orm/postgresql'
import { instant, p } from './columns.ts'

/** A Slack workspace that an organization has claimed: one organization, chosen by one of its admins (SLK-07). */
export const SlackWorkspace = defineEntity({
  name: 'SlackWorkspace',
  tableName: 'slack_workspace',
  properties: {
    teamId: p.text().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    name: p.text(),
    boundAt: instant(),
    boundBy: p.uuid(),
  },
})

/** A Slack account that acts for a member, since that member proved by signing in that it is theirs (D-33). */
export const SlackLink = defineEntity({
  name: 'SlackLink',
  tableName: 'slack_link',
  properties: {
    teamId: p.text().primary(),
    slackUserId: p.text().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    memberId: p.uuid(),
    slackName: p.text(),
    linkedAt: instant(),
  },
})
