import type { AuditPage, AuditPageParams, AuditRow } from '@seatkeeper/db'
import {
  auditAreaName,
  type AuditChange,
  auditChanges,
  auditChannelName,
  auditChannelText,
  auditSentence,
  formatInstant,
  type TwoClocks,
  type Viewer,
} from '@seatkeeper/wording'
import { addressAt, listedChannels } from './audit-params.ts'

export interface AuditLine {
  readonly id: string
  readonly when: TwoClocks
  readonly sentence: string
  readonly channel: string
  readonly changes: readonly AuditChange[]
  /** The page of the user whom it concerns. */
  readonly userPath: string | null
}

export function auditLine(row: AuditRow, names: AuditPage['names'], viewer: Viewer): AuditLine {
  return {
    id: row.id,
    when: formatInstant(row.at, viewer),
    sentence: auditSentence(row, names, viewer),
    channel: auditChannelText(row),
    changes: auditChanges(row, names, viewer),
    userPath: row.ofUser ? `/settings/users/${row.subjectId}` : null,
  }
}

/** What the query found, in the words of the page. */
export function auditView(
  page: AuditPage,
  params: AuditPageParams,
  address: URLSearchParams,
  viewer: Viewer,
) {
  const { person = '', area = '', channel = '', from = '', to = '' } = params
  const filter = { person, area, channel, from, to }
  const asked = new URLSearchParams(address)
  asked.delete('cursor')
  return {
    rows: page.rows.map((row) => auditLine(row, page.names, viewer)),
    filter,
    narrowed: Object.values(filter).some((value) => value !== ''),
    choices: {
      areas: Object.entries(auditAreaName)
        .filter(([value]) => value !== 'billing' || params.withBilling === true)
        .map(([value, label]) => ({ value, label })),
      channels: listedChannels.map((value) => ({ value, label: auditChannelName[value] ?? value })),
    },
    exportPath: `/settings/audit/export${asked.size > 0 ? `?${asked}` : ''}`,
    next: addressAt(address, page.next),
    previous: addressAt(address, page.previous),
  }
}

export type AuditView = ReturnType<typeof auditView>
