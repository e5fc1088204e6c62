import type { NoticeRow, NoticesPage, NoticesPageParams } from '@seatkeeper/db'
import {
  counted,
  formatInstant,
  noticeName,
  noticeSkipText,
  noticeStateName,
  type TwoClocks,
  unknownNoticeText,
  type Viewer,
} from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import type { Option } from '~/components/field.tsx'
import { addressAt, listedKinds, listedStates } from './notices-params.ts'

export interface NoticeLine {
  readonly id: string
  readonly kind: string
  readonly member: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly due: TwoClocks
  readonly state: { readonly label: string; readonly tone: Tone }
  readonly said: string | null
  /** When that came to be, or comes. */
  readonly when: TwoClocks | null
  readonly again: boolean
  readonly settled: boolean
  readonly resendable: boolean
}

export interface NoticesView {
  readonly rows: readonly NoticeLine[]
  readonly attention: string | null
  readonly filter: { readonly state: string; readonly kind: string }
  readonly narrowed: boolean
  readonly choices: { readonly states: readonly Option[]; readonly kinds: readonly Option[] }
  readonly summary: string
  readonly previous: string | null
  readonly next: string | null
}

const filterName = {
  queued: 'Queued',
  sent: noticeStateName.delivered,
  unknown: noticeStateName.unknown,
  failed: noticeStateName.failed,
  skipped: noticeStateName.skipped,
} as const satisfies Record<(typeof listedStates)[number], string>

/** Colour is kept for what may need somebody's attention. */
const stateTone = {
  pending: 'plain',
  sending: 'plain',
  retry: 'warn',
  delivered: 'good',
  unknown: 'warn',
  failed: 'bad',
  skipped: 'plain',
} as const satisfies Record<NoticeRow['state'], Tone>

interface NoticesFacts {
  readonly page: NoticesPage
  readonly params: NoticesPageParams
  /** Nothing can be sent while the account's standing locks. */
  readonly locked: boolean
  readonly address: URLSearchParams
}

/** What the query found, in the words of the page. */
export function noticesView({ page, params, locked, address }: NoticesFacts, viewer: Viewer): NoticesView {
  const { state = '', kind = '' } = params
  return {
    rows: page.rows.map((row) => noticeLine(row, locked, viewer)),
    attention: attentionText(page.attention),
    filter: { state, kind },
    narrowed: state !== '' || kind !== '',
    choices: {
      states: listedStates.map((value) => ({ value, label: filterName[value] })),
      kinds: listedKinds.map((value) => ({ value, label: noticeName[value] })),
    },
    summary: `${counted(page.rows.length, 'mail', 'mails')} on this page, the newest first`,
    previous: addressAt(address, page.previous),
    next: addressAt(address, page.next),
  }
}

function attentionText({ unknown, failed }: NoticesPage['attention']): string | null {
  const parts = [
    ...(failed > 0 ? [`${counted(failed, 'mail', 'mails')} could not be delivered`] : []),
    ...(unknown > 0
      ? [
          `of ${counted(unknown, 'mail', 'mails')} it is not known whether ${unknown === 1 ? 'it' : 'they'} arrived`,
        ]
      : []),
  ]
  if (parts.length === 0) return null
  const text = parts.join(', and ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Nothing is sent again by itself.`
}

function noticeLine(row: NoticeRow, locked: boolean, viewer: Viewer): NoticeLine {
  const { id, kind, member, state, again, settled, resendable } = row
  const when = row.nextTryAt ?? row.doneAt
  return {
    id,
    kind: noticeName[kind],
    member,
    due: formatInstant(row.dueAt, viewer),
    state: { label: noticeStateName[state], tone: stateTone[state] },
    said: saidOf(row),
    when: when === null ? null : formatInstant(when, viewer),
    again,
    settled: settled && (state === 'unknown' || state === 'failed'),
    resendable: resendable && !locked,
  }
}

function saidOf({ state, note }: NoticeRow): string | null {
  if (state === 'unknown') return unknownNoticeText
  if (note === null) return null
  if (state === 'skipped') return noticeSkipText(note)
  if (state === 'failed') return `The mail server said: ${note}`
  if (state === 'retry') return `${note}. Next try:`
  return null
}
