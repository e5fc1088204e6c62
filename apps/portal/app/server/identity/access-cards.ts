import type { Membership, Person } from '@seatkeeper/db'
import { seasonWindow } from '@seatkeeper/rules'
import {
  accessSentence,
  formatDays,
  formatInstant,
  formatWindow,
  phaseName,
  type TwoClocks,
  userTypeName,
  type Viewer,
} from '@seatkeeper/wording'

/** One membership as 'My access' shows it: words only, made on the server (CAL-02). */
export interface AccessCard {
  readonly organizationId: string
  readonly organization: string
  readonly account: string
  readonly sandbox: boolean
  readonly type: string
  readonly allowed: boolean
  /** May they sign in now, and until when or why not. */
  readonly sentence: string
  /** When the answer can next change by itself. */
  readonly nextChange: TwoClocks | null
  readonly seasons: readonly {
    readonly id: string
    readonly name: string
    readonly days: string
    readonly window: TwoClocks
    readonly phase: 'upcoming' | 'open' | 'closed'
    readonly phaseName: string
  }[]
}

/** ACC-01: what each organization says about somebody's access, in UTC and in their own time. */
export function accessCards(of: {
  readonly person: Person
  readonly memberships: readonly Membership[]
}): readonly AccessCard[] {
  const viewer: Viewer = { zone: of.person.timeZone, locale: of.person.locale }
  return of.memberships.map(({ organization, account, type, access, seasons }) => ({
    organizationId: organization.id,
    organization: organization.name,
    account: account.name,
    sandbox: organization.kind === 'sandbox',
    type: userTypeName[type],
    allowed: access.kind === 'grant',
    sentence: accessSentence(access, viewer),
    nextChange: access.nextChange === null ? null : formatInstant(access.nextChange, viewer),
    seasons: seasons.map((season) => ({
      id: season.id,
      name: season.name,
      days: formatDays(season, viewer.locale),
      window: formatWindow(seasonWindow(season), viewer),
      phase: season.phase,
      phaseName: phaseName[season.phase],
    })),
  }))
}
