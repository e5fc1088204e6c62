import { explainLine, type InvoiceLine } from '@seatkeeper/rules'
import { linePeriodText, lineReason, lineText, type LineWords } from '@seatkeeper/wording'
import type { MoneyText } from './words.ts'

/** A line of a quote or an invoice, and how it came about (BILL-09). */
export interface LineView {
  readonly text: string
  readonly period: string | null
  readonly amount: string
  readonly formula: string
  readonly rule: string
  readonly requirement: string
}

export interface LineWording extends LineWords {
  readonly money: MoneyText
}

export const lineViews = (lines: readonly InvoiceLine[], { money, ...words }: LineWording): LineView[] =>
  lines.map((line) => {
    const { formula, rule, requirement } = explainLine(line)
    return {
      text: lineText(line, words),
      period: linePeriodText(line, words.locale),
      amount: money(line.amount.amount),
      formula,
      rule: lineReason[rule],
      requirement,
    }
  })
