import type { Membership, Person } from '@seatkeeper/db'
import { seasonWindow } from '@seatkeeper/rules'
import {
  accessSentence,
  formatDays,
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
  /** May they sign in now, and until when or why not: it names the next change, if time alone brings one. */
  readonly sentence: string
  readonly seasons: readonly {
    readonly id: string
    readonly name: string
    readonly days: string
    readonly window: TwoClocks
    readonly phase: 'upcoming' | 'open' | 'closed'
    readonly phaseName: string
  }[]
}

/** ACC-01: what each organization says about somebody's access, in UTC and in their own time; the current one first. */
export function accessCards(of: {
  readonly person: Person
  readonly memberships: readonly Membership[]
  readonly organizationId: string | null
}): readonly AccessCard[] {
  const viewer: Viewer = { zone: of.person.timeZone, locale: of.person.locale }
  const isCurrent = ({ organization }: Membership) => organization.id === of.organizationId
  const ordered = of.memberships.toSorted((a, b) => Number(isCurrent(b)) - Number(isCurrent(a)))
  return ordered.map(({ organization, account, type, access, seasons }) => ({
    organizationId: organization.id,
    organization: organization.name,
    account: account.name,
    sandbox: organization.kind === 'sandbox',
    type: userTypeName[type],
    allowed: access.kind === 'grant',
    sentence:
      access.kind === 'refuse' && access.reason === 'deactivated'
        ? 'You were deactivated here. An admin can reactivate you.'
        : accessSentence(access, viewer),
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
