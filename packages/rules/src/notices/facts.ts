import type { AccountFacts } from '../access/standing.ts'
import type { MemberFacts } from '../access/member.ts'
import type { Season } from '../season/season.ts'
import type { Instant, Window } from '../time/instant.ts'

/** A season of a member, and since when it is theirs; left out: since the invitation. */
export interface AssignedSeason extends Season {
  readonly assignedAt?: Instant
}

export interface NoticeMember extends Omit<MemberFacts, 'seasons'> {
  readonly id: string
  readonly seasons: readonly AssignedSeason[]
}

export interface NoticeFacts {
  readonly members: readonly NoticeMember[]
  /** While it locks, nobody is told that they can sign in; they are once it lifts. */
  readonly account?: AccountFacts
}

export type NoticeKind = 'invitation' | 'opened' | 'continues' | 'closed'

/** Why a notice that was due is not worth sending any more (MAIL-04). */
export type SkipReason =
  | 'member-gone'
  | 'already-signed-up'
  | 'invitation-expired'
  /** The stay that it speaks of is over. */
  | 'window-closed'
  /** The season was moved or taken away: it is not open any more, or not yet. */
  | 'window-changed'
  /** The next stay has opened meanwhile. */
  | 'open-again'

interface NoticeBase {
  readonly memberId: string
  /** When it fell due. With member and kind it names the notice: no two share all three. */
  readonly at: Instant
  /** Null: send it. Otherwise it is recorded as skipped with this reason. */
  readonly skip: SkipReason | null
}

/** A notice that is due to one member for one cause, with what its mail says. */
export type Notice =
  | (NoticeBase & {
      readonly kind: 'invitation'
      /** The stay that is open, else null. */
      readonly window: Window | null
      /** Null for a seasonal member before the first season opens (MAIL-01). */
      readonly link: 'sign-up' | null
    })
  | (NoticeBase & {
      readonly kind: 'opened'
      readonly window: Window
      /** D-18: whoever has never signed up gets the sign-up link again. */
      readonly link: 'sign-up' | 'log-in'
    })
  | (NoticeBase & { readonly kind: 'continues'; readonly window: Window })
  | (NoticeBase & {
      readonly kind: 'closed'
      readonly window: Window
      /** When the next stay opens (MAIL-03); null: there is none. */
      readonly nextOpensAt: Instant | null
    })

/** A notice that was handed to the outbox or skipped: what `dueNotices` returned, kept. */
export type SentNotice = Pick<NoticeBase, 'memberId' | 'at'> & {
  readonly kind: NoticeKind
  readonly window: Window | null
  readonly skip?: SkipReason | null
}
