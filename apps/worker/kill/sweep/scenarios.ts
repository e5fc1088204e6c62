import { saveBillingProfile } from '@seatkeeper/db'
import type { SubscriptionChange } from '@seatkeeper/rules'
import type { Buyer } from '../../test/buyer.ts'

/** The parts of a purchase's life, in their order; each is one process's work. */
export const PHASES = ['quote', 'submit', 'collect', 'webhook', 'settle', 'report'] as const
export type Phase = (typeof PHASES)[number]

/** `quote`, `submit` and `webhook` are the portal's, the others the worker's. */
export const isPortals = (phase: Phase): boolean =>
  phase === 'quote' || phase === 'submit' || phase === 'webhook'

export interface Scenario {
  readonly name: string
  readonly card: string | null
  readonly changes: readonly SubscriptionChange[]
  /** What the account is like before anybody buys. */
  readonly prepare?: (buyer: Buyer) => Promise<unknown>
  readonly taxService?: boolean
  /** What the buyer says to their bank where it asks. */
  readonly bank?: 'complete' | 'fail'
  readonly ends: 'paid' | 'failed'
  /** The processor collects it; otherwise it is granted on acceptance. */
  readonly collects: boolean
  /** In which phases processes are killed; the others are like another scenario's. */
  readonly swept: readonly Phase[]
}

const VISA = '4242424242424242'
const ASKS = '4000002760003184'
export const BOUGHT = 3
const THREE: readonly SubscriptionChange[] = [{ kind: 'quantity', item: 'full-time', by: BOUGHT }]

const sql = (text: string) => (buyer: Buyer) => buyer.world.query(text, [buyer.account.accountId])

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'plain',
    card: VISA,
    changes: THREE,
    ends: 'paid',
    collects: true,
    swept: ['quote', 'submit', 'collect'],
  },
  {
    name: '3-D Secure',
    card: ASKS,
    changes: THREE,
    bank: 'complete',
    ends: 'paid',
    collects: true,
    swept: ['collect', 'webhook', 'settle'],
  },
  {
    name: '3-D Secure, not them',
    card: ASKS,
    changes: THREE,
    bank: 'fail',
    ends: 'failed',
    collects: true,
    swept: ['settle'],
  },
  {
    name: 'declined',
    card: '4000000000000341',
    changes: THREE,
    ends: 'failed',
    collects: true,
    swept: ['collect'],
  },
  {
    name: 'several changes',
    card: VISA,
    changes: [
      { kind: 'plan', plan: 'ultimate' },
      ...THREE,
      { kind: 'quantity', item: 'collaborator', by: 2 },
    ],
    ends: 'paid',
    collects: true,
    swept: ['collect'],
  },
  {
    name: 'tax service',
    card: VISA,
    changes: THREE,
    taxService: true,
    prepare: (buyer) =>
      saveBillingProfile(buyer.context, {
        company: 'Larkspur Inc.',
        line1: '350 Fifth Avenue',
        line2: null,
        city: 'New York',
        region: 'NY',
        postalCode: '10118',
        country: 'US',
        taxId: null,
        purchaseOrder: null,
        email: 'ap@example.com',
        furtherEmails: [],
      }),
    ends: 'paid',
    collects: true,
    swept: ['report'],
  },
  {
    name: 'by wire',
    card: null,
    changes: THREE,
    prepare: sql(`update contract set payment = 'wire' where account_id = $1`),
    ends: 'paid',
    collects: false,
    swept: ['submit'],
  },
  {
    name: 'nothing to pay',
    card: VISA,
    changes: THREE,
    prepare: sql(
      `with entry as (insert into ledger_entry (id, account_id, at, kind, currency)
         values (uuidv7(), $1, now(), 'credit', 'USD') returning id)
       insert into ledger_posting select id, n, $1, account, amount, case account when 'credit' then id end
       from entry, (values (0, 'credit', -1000000), (1, 'revenue', 1000000)) as p(n, account, amount)`,
    ),
    ends: 'paid',
    collects: false,
    swept: ['submit'],
  },
  {
    name: 'under the minimum',
    card: VISA,
    changes: THREE,
    prepare: sql(
      `insert into contract_item select id, account_id, 'full-time', 1, null from contract where account_id = $1`,
    ),
    ends: 'paid',
    collects: false,
    swept: ['submit'],
  },
]
