import type { ImportDetails, ImportLine } from '@seatkeeper/db'
import {
  counted,
  formatCount,
  formatInstant,
  inOneLine,
  rowPlanName,
  rowRefusalSentence,
  rowResultName,
  type Viewer,
} from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import { rowsOnPage, type Shown } from './import-params.ts'

export interface ImportView {
  readonly fileName: string
  readonly fileHash: string
  readonly checkedAt: number
  readonly state: ImportDetails['state']
  readonly lead: string
  readonly warning: string | null
  /** Present while it may be carried out. */
  readonly commit: {
    readonly own: boolean
    readonly by: string
    readonly does: string | null
    readonly refused: string | null
  } | null
  readonly progress: { readonly done: number; readonly of: number; readonly text: string } | null
  readonly outcome: { readonly tone: 'good' | 'bad' | 'warn'; readonly text: string } | null
  readonly figures: readonly { readonly label: string; readonly to: string; readonly current: boolean }[]
  readonly rows: readonly {
    readonly nth: number
    readonly line: string
    readonly email: string
    readonly name: string
    readonly label: string
    readonly tone: Tone
    readonly said: string
    readonly why: string | null
  }[]
  /** The rows shown, all pages of them, as CSV. */
  readonly download: string
  readonly summary: string
  readonly previous: string | null
  readonly next: string | null
}

interface Facts {
  readonly details: ImportDetails
  readonly lines: readonly ImportLine[]
  readonly show: Shown | undefined
  readonly page: number
}

const planTone = { add: 'good', change: 'coming', same: 'plain', refuse: 'bad' } as const
const resultTone = { added: 'good', changed: 'good', refused: 'bad' } as const

const separatorName: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  tab: 'tabs',
}

export function importView({ details, lines, show, page }: Facts, viewer: Viewer): ImportView {
  const { locale } = viewer
  const { fileName, fileHash, checkedAt, state, rows, encoding, separator, createdAt, by } = details
  return {
    fileName,
    fileHash,
    checkedAt,
    state,
    lead: `${counted(rows, 'row', 'rows', locale)}, ${encoding} with ${separatorName[separator] ?? separator}; brought by ${by}, ${inOneLine(formatInstant(createdAt, viewer))}.`,
    warning:
      details.doneBefore === null || state !== 'checked'
        ? null
        : `The very same file was carried out before: ${inOneLine(formatInstant(details.doneBefore, viewer))}.`,
    commit: state === 'checked' ? commitOf(details, locale) : null,
    progress:
      state === 'queued' || state === 'running'
        ? {
            done: details.progress,
            of: rows,
            text:
              state === 'queued'
                ? 'Waiting for its turn. You can leave this page; it goes on by itself.'
                : `${formatCount(details.progress, locale)} of ${counted(rows, 'row', 'rows', locale)} gone through. You can leave this page; it goes on by itself.`,
          }
        : null,
    outcome: outcomeOf(details, viewer),
    figures: figuresOf(details, show, locale),
    rows: lines.map((line) => lineOf(line, viewer)),
    download: `/settings/users/import/${details.importId}/rows${addressOf(show, 0)}`,
    ...pagesOf(details, lines, show, page, locale),
  }
}

function doesText(adds: number, changes: number, locale: string | undefined): string {
  const parts = [
    ...(adds > 0 ? [`add ${counted(adds, 'user', 'users', locale)}`] : []),
    ...(changes > 0 ? [`change ${counted(changes, 'user', 'users', locale)}`] : []),
  ]
  return parts.join(' and ')
}

function commitOf({ counts, own, by }: ImportDetails, locale: string | undefined): ImportView['commit'] {
  const does = doesText(counts.add, counts.change, locale)
  return {
    own,
    by,
    does: does === '' ? null : does,
    refused: counts.refuse === 0 ? null : counted(counts.refuse, 'row', 'rows', locale),
  }
}

function outcomeOf(details: ImportDetails, viewer: Viewer): ImportView['outcome'] {
  const { state, results, finishedAt } = details
  if (finishedAt === null) return null
  const when = inOneLine(formatInstant(finishedAt, viewer))
  if (state === 'refused') {
    const stood = counted(results.refused, 'row', 'rows', viewer.locale)
    return {
      tone: 'bad',
      text: `Nothing was done: ${stood} could not be any more, and all or nothing was wished. ${when}.`,
    }
  }
  const done = [
    counted(results.added, 'user', 'users', viewer.locale) + ' added',
    counted(results.changed, 'user', 'users', viewer.locale) + ' changed',
  ].join(', ')
  return results.refused === 0
    ? { tone: 'good', text: `Done: ${done}. ${when}.` }
    : {
        tone: 'warn',
        text: `${done}; ${counted(results.refused, 'row', 'rows', viewer.locale)} could not be any more and say why. ${when}.`,
      }
}

function addressOf(show: Shown | undefined, page: number): string {
  const to = new URLSearchParams()
  if (show !== undefined) to.set('show', show)
  if (page > 0) to.set('page', String(page + 1))
  return `?${to}`
}

function figuresOf(
  { rows, counts, results, state }: ImportDetails,
  show: Shown | undefined,
  locale: string | undefined,
): ImportView['figures'] {
  const figure = (label: string, count: number, of: Shown | undefined) => ({
    label: `${label} ${formatCount(count, locale)}`,
    to: addressOf(of, 0),
    current: show === of,
  })
  const plans = (['add', 'change', 'same', 'refuse'] as const)
    .filter((plan) => counts[plan] > 0)
    .map((plan) => figure(rowPlanName[plan], counts[plan], plan))
  const over = state === 'done' || state === 'refused'
  const done = (['added', 'changed', 'refused'] as const)
    .filter((result) => over && results[result] > 0)
    .map((result) => figure(rowResultName[result], results[result], result))
  const left = (['same', 'refuse'] as const)
    .filter((plan) => over && counts[plan] > 0)
    .map((plan) => figure(rowPlanName[plan], counts[plan], plan))
  return [figure('All', rows, undefined), ...(over ? [...done, ...left] : plans)]
}

/** A row in words. */
export function lineOf({ nth, said, plan, why, result, resultWhy }: ImportLine, viewer: Viewer) {
  const { type, seasons, permissionSet, role } = said
  const reason = result === null ? why : resultWhy
  return {
    nth,
    line: String(said.line),
    email: said.email,
    name: said.name ?? '',
    label: result === null ? rowPlanName[plan] : rowResultName[result],
    tone: result === null ? planTone[plan] : resultTone[result],
    said: [type, seasons?.join(', '), permissionSet, role].filter((text) => text).join(' · '),
    why: reason === null ? null : rowRefusalSentence(reason, viewer),
  }
}

function pagesOf(
  { rows, counts, results }: ImportDetails,
  lines: readonly ImportLine[],
  show: Shown | undefined,
  page: number,
  locale: string | undefined,
): Pick<ImportView, 'summary' | 'previous' | 'next'> {
  const total = show === undefined ? rows : show in counts ? counts[show as 'add'] : results[show as 'added']
  const from = page * rowsOnPage
  const span =
    lines.length === 0
      ? 'No rows'
      : `Rows ${formatCount(from + 1, locale)}–${formatCount(from + lines.length, locale)} of ${formatCount(total, locale)}`
  return {
    summary: span,
    previous: page > 0 ? addressOf(show, page - 1) : null,
    next: from + lines.length < total && lines.length > 0 ? addressOf(show, page + 1) : null,
  }
}
