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
