import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/** What a member was told, or was not told any more, of one stay. Its outbox row, of the same id, says how it went. */
export const Notice = defineEntity({
  name: 'Notice',
  tableName: 'notice',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    memberId: p.uuid(),
    kind: oneOf<'opened' | 'continues' | 'closed'>(),
    dueAt: instant(),
    opensAt: instant(),
    closesAt: instant(),
  },
})

/** An opening or closing that was reached: those who hold the season were put up for review. */
export const NoticeBoundary = defineEntity({
  name: 'NoticeBoundary',
  tableName: 'notice_boundary',
  properties: {
    seasonId: p.uuid().primary(),
    at: instant().primary(),
  },
})

/** A member for whom something may be due. `held`: something is, and waits until the account's lock lifts. */
export const NoticeReview = defineEntity({
  name: 'NoticeReview',
  tableName: 'notice_review',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    memberId: p.uuid(),
    held: p.boolean(),
  },
})
