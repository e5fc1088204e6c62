import { isDeepStrictEqual } from 'node:util'
import type { AskTaxes, PeriodTaxQuestion } from '../billing-runs/period-taxes.ts'

/** What a tax service has said, and of exactly what. */
export interface SaidTaxes extends Awaited<ReturnType<AskTaxes>> {
  readonly question: PeriodTaxQuestion
}

/** Nothing was written: the tax service has to be asked first, and no network is asked inside a transaction. */
export interface TaxesToAsk {
  readonly kind: 'ask-taxes'
  readonly question: PeriodTaxQuestion
}

/** An answer without anything in it: by the table. */
const BY_TABLE = { kind: 'said', taxes: undefined, basis: undefined } as const

/**
 * What was said of exactly what is about to be issued, or that it has to be asked. Without a service, and where nothing is charged or
 * given back, the table says all.
 */
export function saidOf(
  ask: AskTaxes | undefined,
  said: readonly SaidTaxes[],
  question: PeriodTaxQuestion,
): ({ readonly kind: 'said' } & Awaited<ReturnType<AskTaxes>>) | TaxesToAsk {
  if (ask === undefined || (question.net <= 0 && question.credited <= 0)) return BY_TABLE
  const found = said.find((one) => isDeepStrictEqual(one.question, question))
  return found ? { kind: 'said', taxes: found.taxes, basis: found.basis } : { kind: 'ask-taxes', question }
}

/** Several documents, and some that are asked about anew because place or amounts have changed meanwhile. */
const QUESTIONS = 20

/**
 * BILL-02: what the vendor does by a command is taxed like everything else. `attempt` is a transaction; it says what has to be asked, which
 * is done between two of them, and is given the answer. Null: it changed all the time.
 */
export async function withTaxes<T extends { readonly kind: string }>(
  ask: AskTaxes | undefined,
  attempt: (said: readonly SaidTaxes[]) => Promise<T | TaxesToAsk>,
): Promise<T | null> {
  const said: SaidTaxes[] = []
  for (let questions = 0; questions <= QUESTIONS; questions++) {
    const answer = await attempt(said)
    if (!isToAsk(answer)) return answer
    said.push({ question: answer.question, ...(await ask!(answer.question)) })
  }
  return null
}

const isToAsk = (answer: { readonly kind: string }): answer is TaxesToAsk => answer.kind === 'ask-taxes'
