import type { Decision } from '../decision.ts'

/** ISO 4217 codes in use, those of funds included, by how many decimals their minor unit has. */
const CODES = {
  0: ['BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  2: [
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF',
    'CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF',
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR',
    'MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD',
    'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG',
    'YER ZAR ZMW ZWG',
    'BOV CHE CHW COU MXV USN',
  ],
  3: ['BHD IQD JOD KWD LYD OMR TND'],
  4: ['CLF UYW'],
} as const

type Words<Text extends string, Found = never> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Found | Word>
  : Found | Text

/** An ISO 4217 code: `Money<'USD'>` never mixes with `Money<'EUR'>`, and `'USX'` does not compile. */
export type Currency = Words<(typeof CODES)[keyof typeof CODES][number]>

const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES).flatMap(([digits, lines]) =>
    lines.flatMap((line) => line.split(' ').map((code): [string, number] => [code, Number(digits)])),
  ),
)

/** How many decimals the minor unit has: 0 for JPY, 2 for USD, 3 for KWD. Throws for a code that was never checked. */
export function minorDigits(currency: Currency): number {
  const digits = DIGITS.get(currency)
  if (digits === undefined) throw new RangeError(`Not a currency: ${currency}`)
  return digits
}

/**
 * Cards are charged in whole multiples of so many minor units: ten where a currency has three decimals (1.234 KWD cannot be
 * charged, 1.230 can).
 */
export function chargeStep(currency: Currency): number {
  return minorDigits(currency) === 3 ? 10 : 1
}

/** A currency code as somebody typed it. Refused: what ISO 4217 does not list as a currency in use. */
export function readCurrency(text: string): Decision<{ readonly currency: Currency }, 'unknown-currency'> {
  return DIGITS.has(text)
    ? { kind: 'grant', currency: text as Currency }
    : { kind: 'refuse', reason: 'unknown-currency', currency: text }
}
