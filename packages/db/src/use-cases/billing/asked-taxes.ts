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

/** Does it hold for what is about to be issued? Without a service, and where nothing is charged or given back, there is nothing to ask. */
export function taxesToAsk(
  ask: AskTaxes | undefined,
  said: SaidTaxes | undefined,
  question: PeriodTaxQuestion,
): TaxesToAsk | null {
  if (ask === undefined || (question.net <= 0 && question.credited <= 0)) return null
  return said && isDeepStrictEqual(said.question, question) ? null : { kind: 'ask-taxes', question }
}

/** Where place or amounts change between the question and the document, it is asked anew. */
const QUESTIONS = 3

/**
 * BILL-02: what the vendor does by a command is taxed like everything else. `attempt` is a transaction; it says what has to be asked, which
 * is done between two of them, and is given the answer. Null: it changed all the time.
 */
export async function withTaxes<T extends { readonly kind: string }>(
  ask: AskTaxes | undefined,
  attempt: (said: SaidTaxes | undefined) => Promise<T | TaxesToAsk>,
): Promise<T | null> {
  let said: SaidTaxes | undefined
  for (let questions = 0; questions <= QUESTIONS; questions++) {
    const answer = await attempt(said)
    if (!isToAsk(answer)) return answer
    said = { question: answer.question, ...(await ask!(answer.question)) }
  }
  return null
}

const isToAsk = (answer: { readonly kind: string }): answer is TaxesToAsk => answer.kind === 'ask-taxes'
