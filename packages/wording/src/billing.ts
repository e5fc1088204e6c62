import type { InvoiceLine } from '@seatkeeper/rules'

const ITEMS: Readonly<Record<string, string>> = {
  'full-time': 'Full-time seats',
  collaborator: 'Collaborator seats',
  staff: 'Staff seats',
  'data-storage': 'Data storage, GB',
  'attachment-storage': 'Attachment storage, GB',
}

function itemName(item: string): string {
  return ITEMS[item] ?? item
}

const RULES: Readonly<Record<InvoiceLine['rule'], (subject: string) => string>> = {
  period: (subject) => subject,
  added: (subject) => `${subject}, added`,
  'used-again': (subject) => `${subject}, used again`,
  'plan-difference': (subject) => `${subject}, difference to the new plan`,
  'reduction-credit': (subject) => `${subject}, given back`,
  'plan-credit': (subject) => `${subject}, difference given back`,
  season: (subject) => `${subject}, season`,
  'ad-hoc-season': (subject) => `${subject}, ad hoc season`,
  'storage-overage': (subject) => `${subject}, beyond the allowance`,
  adjustment: (subject) => `${subject}, adjustment`,
  discount: (subject) => `Discount: ${subject}`,
  tax: (subject) => subject,
  'credit-applied': () => 'Credit applied',
  'to-balance': () => 'Added to the credit balance',
  'carried-in': () => 'Carried from earlier invoices',
  'carried-out': () => 'Carried to the next invoice',
}

/** What an invoice's line is about. `seasons` names those that lines are about, by id. */
export function lineTitle(
  { rule, subject }: Pick<InvoiceLine, 'rule' | 'subject'>,
  seasons: Readonly<Record<string, string>> = {},
): string {
  return RULES[rule](seasons[subject] ?? itemName(subject))
}
