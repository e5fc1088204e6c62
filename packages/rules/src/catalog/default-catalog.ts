import type { Catalog, SeatPolicy } from './catalog.ts'

const MB = 1_000_000
const GB = 1_000_000_000

/** D-03: what each product of the sources does; the other switches are the same for both. */
const STANDARD: SeatPolicy = {
  increaseCharge: 'immediate-prorated',
  reductionCredit: 'none-until-renewal',
  reductions: 'request',
  overLimit: 'refuse',
  basis: 'day',
  dayOfChange: 'charged',
  rounding: 'half-up',
}

const CLASSIC: SeatPolicy = {
  ...STANDARD,
  increaseCharge: 'next-cycle',
  reductionCredit: 'credit-balance',
  overLimit: 'lock',
}

/** A quarter is sold at the monthly price. */
const prices = (annual: number, monthly: number) => ({ annual, quarterly: monthly, monthly })

/** List prices in US cents a seat and month; the storage table of STOR-04. */
export const DEFAULT_CATALOG: Catalog = {
  currency: 'USD',
  minimumCharge: 50,
  quoteMinutes: 30,
  policies: { standard: STANDARD, classic: CLASSIC },
  addOns: {
    'data-storage': {
      name: 'Data storage, GB',
      prices: prices(5000, 5000),
      storage: { category: 'data', bytes: GB },
    },
    'attachment-storage': {
      name: 'Attachment storage, GB',
      prices: prices(100, 100),
      storage: { category: 'attachments', bytes: GB },
    },
  },
  plans: {
    professional: {
      name: 'Professional',
      rank: 1,
      policy: 'standard',
      legacy: true,
      prices: { 'full-time': prices(4900, 5900), collaborator: prices(1500, 1800) },
      collaborators: { mode: 'counted' },
      seasonPercent: 60,
      storage: {
        base: { data: 2.5 * GB, attachments: 5 * GB },
        perLicence: { data: 125 * MB, attachments: 1.25 * GB },
        perThousandConversations: null,
      },
    },
    business: {
      name: 'Business',
      rank: 2,
      policy: 'standard',
      legacy: true,
      prices: { 'full-time': prices(6900, 8300), collaborator: prices(1500, 1800) },
      collaborators: { mode: 'counted' },
      seasonPercent: 60,
      storage: {
        base: { data: 5 * GB, attachments: 10 * GB },
        perLicence: { data: 250 * MB, attachments: 2.5 * GB },
        perThousandConversations: null,
      },
    },
    enterprise: {
      name: 'Enterprise',
      rank: 3,
      policy: 'standard',
      prices: { 'full-time': prices(8900, 10700), collaborator: prices(1500, 1800) },
      collaborators: { mode: 'counted' },
      seasonPercent: 60,
      storage: {
        base: { data: 10 * GB, attachments: 20 * GB },
        perLicence: { data: 500 * MB, attachments: 5 * GB },
        perThousandConversations: { data: 150 * MB, attachments: 3 * GB },
      },
    },
    ultimate: {
      name: 'Ultimate',
      rank: 4,
      policy: 'standard',
      prices: { 'full-time': prices(13900, 16700), collaborator: prices(1500, 1800) },
      collaborators: { mode: 'counted' },
      seasonPercent: 60,
      storage: {
        base: { data: 20 * GB, attachments: 40 * GB },
        perLicence: { data: GB, attachments: 10 * GB },
        perThousandConversations: { data: 300 * MB, attachments: 4 * GB },
      },
    },
    classic: {
      name: 'Classic',
      rank: 0,
      policy: 'classic',
      prices: { staff: prices(2900, 2900) },
      collaborators: { mode: 'counted' },
      seasonPercent: null,
      storage: null,
    },
  },
  storage: {
    klassBytes: {
      company: 100,
      customer: 100,
      conversation: 500,
      message: 200,
      attachment: 100,
      event: 70,
      note: 200,
      kobject: 500,
      attribute: 50,
    },
    pricePerGb: { data: 5000, attachments: 100 },
    conversations: 'linear',
    chargeCustomObjectData: false,
    lateUsageDays: 3,
  },
}
