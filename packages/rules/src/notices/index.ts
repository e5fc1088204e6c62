export type { NoticeAtDelivery, NoticeText } from './at-delivery.ts'
export { noticeAtDelivery } from './at-delivery.ts'
export { dueNotices, nextNoticeAt } from './due.ts'
export type {
  AssignedSeason,
  Notice,
  NoticeFacts,
  NoticeKind,
  NoticeMember,
  SentNotice,
  SkipReason,
} from './facts.ts'
