import {
  type ContractSeason,
  type Currency,
  dayAt,
  type DocumentLine,
  type Instant,
  type Refusal,
  seasonDifference,
  type SeasonDifference,
  standingLines,
  type Tax,
  type TaxBasis,
} from '@seatkeeper/rules'
import { type Db, statement } from '../../statement.ts'
import { saidOf, type SaidTaxes, type TaxesToAsk } from '../billing/asked-taxes.ts'
import { accountFacts, catalogFor, contractFacts, DOCUMENT_LINE } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { placeOf, reportSale } from '../billing/taxes.ts'
import { type BilledAccount, billedAccount } from '../billing-runs/billed-account.ts'
import { issueOnAccount } from '../billing-runs/issue-period.ts'
import type { AskTaxes } from '../billing-runs/period-taxes.ts'
import { giveCredit } from '../credit-notes/give-credit.ts'

const selectIssued = statement<
  { readonly line: DocumentLine },
  [accountId: string, seasonId: string]
>(/* sql */ `
select ${DOCUMENT_LINE} as line from invoice i join invoice_line l on l.invoice_id = i.id
where i.account_id = $1::uuid and l.line ->> 'subject' = $2::text
order by i.number, l.position
`)

/** What a change of an invoiced season comes to, and whose it is. */
export interface PricedDifference extends SeasonDifference {
  readonly kind: 'priced'
  readonly row: BilledAccount
  readonly currency: Currency
  readonly basis: TaxBasis | null
}

/** D-24: nothing is written. */
export async function priceDifference(
  db: Db,
  {
    accountId,
    contractId,
    now,
  }: { readonly accountId: string; readonly contractId: string; readonly now: Instant },
  after: Pick<ContractSeason, 'id' | 'firstDay' | 'lastDay' | 'seats'>,
  {
    credited,
    ask,
    said,
  }: {
    readonly credited: boolean
    readonly ask: AskTaxes | undefined
    readonly said: readonly SaidTaxes[]
  },
): Promise<PricedDifference | TaxesToAsk | Refusal> {
  const row = await billedAccount(db, { accountId, contractId }, now)
  const contract = contractFacts(row.contract)
  const before = contract.seasons.find(({ id }) => id === after.id)
  if (before === undefined) throw new Error(`A season that is none of the contract: ${after.id}`)
  const issued = standingLines((await selectIssued(db, accountId, after.id)).map(({ line }) => line))
  const { minimumCharge } = catalogFor(row.contract)
  const price = (taxes?: readonly Tax[]) =>
    seasonDifference(
      { contract, account: accountFacts(row, taxes), minimumCharge, before, issued },
      { ...before, ...after },
      { today: dayAt(now), credited },
    )
  const first = price()
  if (first.kind === 'refuse') return first
  const { currency } = contract
  const net = first.invoice?.net ?? 0
  const back = creditedNet(first.credit)
  const { firstDay, lastDay, seats } = after
  const reference = `${after.id} ${firstDay} ${lastDay} ${seats}`
  const taxed = saidOf(ask, said, { place: placeOf(row), currency, net, credited: back, reference })
  if (taxed.kind === 'ask-taxes') return taxed
  const priced = price(taxed.taxes)
  if (priced.kind === 'refuse') return priced
  const { invoice, credit: given } = priced
  return { kind: 'priced', invoice, credit: given, row, currency, basis: taxed.basis ?? null }
}

/** What is given back before tax, positive. */
const creditedNet = ({ lines }: SeasonDifference['credit']): number =>
  lines.reduce((sum, { rule, amount }) => sum - (rule === 'tax' ? 0 : amount.amount), 0)

/** Issues what was priced: an invoice that is collected like any other, a credit note that is mailed. Gives the credit note's number. */
export async function bookDifference(
  db: Db,
  { invoice, credit, row, currency, basis }: PricedDifference,
  { accountId, now }: { readonly accountId: string; readonly now: Instant },
): Promise<{ readonly creditNote: number | null }> {
  if (invoice !== null) {
    const settlement = invoice
    const invoiceId = await issueOnAccount(db, row, { accountId, at: now, now, settlement, taxBasis: basis })
    await reportSale(db, { accountId, invoiceId, basis, currency, at: now })
  }
  const given = { accountId, contractId: row.contract.id, currency, at: now }
  const note = await giveCredit(db, row, credit, given)
  if (invoice !== null || note) await refreshStanding(db, accountId, now)
  return { creditNote: note?.number ?? null }
}
