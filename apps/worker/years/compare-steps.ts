import type { Instant, PredictedStep } from '@seatkeeper/rules'
import type { inspectorOf } from '@seatkeeper/testkit/inspect'

/** An invoice, a next term or an end: when the rules say that it falls due, and when it was made. */
export interface ComparedStep {
  readonly account: string
  /** `invoice for 2027-01-31 – 2027-02-28: 120.00` */
  readonly step: string
  /** Null: nobody predicted it. */
  readonly predictedAt: Instant | null
  /** Null: it was not made. */
  readonly madeAt: Instant | null
}

interface Made {
  readonly step: string
  readonly day: string
  readonly at: Date
}

const MADE = `
select 'invoice for ' || period_start || ' – ' || period_end || ': ' || to_char(due / 100.0, 'FM999990.00') as step,
  (i.issued_at at time zone 'UTC')::date::text as day,
  (select a.at from audit a where a.subject_id = i.id and a.action = 'billing.invoice-issued') as at
from invoice i where i.account_id = $1 and i.period_start is not null
union all
select 'next term', c.starts_on::text,
  (select a.at from audit a where a.subject_id = c.id and a.action = 'billing.contract-renewed')
from contract c where c.account_id = $1 and c.renewed_from is not null
union all
select 'end', c.ends_on::text, c.ended_at
from contract c where c.account_id = $1 and c.ended_at is not null
  and not exists (select from contract n where n.renewed_from = c.id)`

/** Lays the steps that were made beside those that `predictRuns` gives: the same step for the same day. */
export async function compareSteps(
  inspector: ReturnType<typeof inspectorOf>,
  accountId: string,
  account: string,
  predicted: readonly PredictedStep[],
): Promise<readonly ComparedStep[]> {
  const made = new Map<string, Made>()
  for (const one of await inspector.query<Made & Record<string, unknown>>(MADE, [accountId]))
    made.set(`${one.day} ${one.step}`, one)
  const foreseen = predicted.flatMap(({ step, on, dueAt, invoice }): ComparedStep[] => {
    const words = wordsOf(step, invoice)
    if (words === null) return []
    const day = invoice?.period ? new Date(dueAt).toISOString().slice(0, 10) : on
    const key = `${day} ${words}`
    const found = made.get(key)
    made.delete(key)
    return [
      {
        account,
        step: words,
        predictedAt: dueAt,
        madeAt: found ? (found.at.getTime() as Instant) : null,
      },
    ]
  })
  const rest = [...made.values()].map(({ step, at }): ComparedStep => {
    return { account, step, predictedAt: null, madeAt: at.getTime() as Instant }
  })
  return [...foreseen, ...rest]
}

function wordsOf(step: PredictedStep['step'], invoice: PredictedStep['invoice']): string | null {
  if (invoice?.period)
    return `invoice for ${invoice.period.start} – ${invoice.period.end}: ${(invoice.due / 100).toFixed(2)}`
  if (step === 'renew') return 'next term'
  return step === 'end' ? 'end' : null
}

export const inOrder = (steps: readonly ComparedStep[]): readonly ComparedStep[] =>
  steps.toSorted(
    (a, b) =>
      (a.predictedAt ?? a.madeAt!) - (b.predictedAt ?? b.madeAt!) || a.account.localeCompare(b.account),
  )

const instant = (at: Instant | null): string =>
  at === null ? '–'.padEnd(16) : new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** Written late by whoever was down meanwhile; dated with its own day all the same. */
const LATE_MS = 3_600_000

/** One line for each step. */
export function comparedLine({ account, step, predictedAt, madeAt }: ComparedStep): string {
  const verdict =
    predictedAt === null
      ? 'NOT PREDICTED'
      : madeAt === null
        ? 'NOT MADE'
        : madeAt - predictedAt > LATE_MS
          ? 'as predicted, late'
          : 'as predicted'
  return `${instant(predictedAt)}  ${instant(madeAt)}  ${account.padEnd(13)}  ${step.padEnd(48)}  ${verdict}`
}
