import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minorDigits, readCurrency } from './currency.ts'
import { decimalOf, fractionOfDecimal, readMoney } from './decimal.ts'
import type { Rounding } from './exact.ts'
import { addMoney, compareMoney, type Money, money, negateMoney, subtractMoney, sumMoney } from './money.ts'

const usd = (amount: number) => money(amount, 'USD')
const anyAmount = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })

describe('BILL-09 currencies', () => {
  test.each([
    ['JPY', 0],
    ['ISK', 0],
    ['USD', 2],
    ['HUF', 2],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
  ] as const)('%s has %i decimals', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits)
  })

  test('a code that is in use', () => {
    expect(readCurrency('KWD')).toEqual({ kind: 'grant', currency: 'KWD' })
  })

  test.each(['usd', 'USX', '', 'toString', 'EURO'])('%j is refused as a currency', (text) => {
    expect(readCurrency(text)).toEqual({ kind: 'refuse', reason: 'unknown-currency', currency: text })
  })

  test('a code that was never checked is a programmer’s mistake', () => {
    expect(() => minorDigits('XXX' as 'USD')).toThrow(RangeError)
  })
})

describe('BILL-09 amounts as text', () => {
  test.each([
    ['1234.5', 'USD', 123450],
    ['0', 'USD', 0],
    ['-0', 'USD', 0],
    ['-0.05', 'USD', -5],
    ['7', 'JPY', 7],
    ['7.000', 'JPY', 7],
    ['0.001', 'KWD', 1],
    ['12.340', 'USD', 1234],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ] as const)('%s %s is %i minor units', (text, currency, amount) => {
    expect(readMoney(text, currency)).toEqual({ kind: 'grant', money: { amount, currency } })
  })

  test.each([
    ['12.345', 'USD', 'invalid-amount'],
    ['7.5', 'JPY', 'invalid-amount'],
    ['1,000', 'USD', 'invalid-amount'],
    ['.5', 'USD', 'invalid-amount'],
    ['1e3', 'USD', 'invalid-amount'],
    ['', 'USD', 'invalid-amount'],
    ['90071992547409.92', 'USD', 'amount-out-of-range'],
  ] as const)('%j %s is refused: %s', (text, currency, reason) => {
    expect(readMoney(text, currency)).toEqual({ kind: 'refuse', reason })
  })

  test.each([
    [123450, 'USD', '1234.50'],
    [-5, 'USD', '-0.05'],
    [0, 'USD', '0.00'],
    [1234, 'JPY', '1234'],
    [1234, 'KWD', '1.234'],
    [-1, 'CLF', '-0.0001'],
  ] as const)('%i minor units of %s read %s', (amount, currency, text) => {
    expect(decimalOf({ amount, currency })).toBe(text)
  })

  test('what is written is read back, in every currency', () => {
    fc.assert(
      fc.property(anyAmount, fc.constantFrom('JPY', 'USD', 'KWD', 'CLF'), (amount, currency) => {
        const written = decimalOf({ amount, currency })
        expect(readMoney(written, currency)).toEqual({
          kind: 'grant',
          money: { amount: amount + 0, currency },
        })
      }),
    )
  })

  test.each([
    ['8.875', { numerator: 8875, denominator: 1000 }],
    ['20', { numerator: 20, denominator: 1 }],
    ['-0.50', { numerator: -5, denominator: 10 }],
    ['9.9750', { numerator: 9975, denominator: 1000 }],
    ['7.500', { numerator: 75, denominator: 10 }],
  ])('%s is an exact fraction', (text, fraction) => {
    expect(fractionOfDecimal(text)).toEqual(fraction)
  })

  test.each(['', 'x', '1.', '99999999999999999999', '0.00000000000000001'])('%j is no fraction', (text) => {
    expect(fractionOfDecimal(text)).toBeUndefined()
  })
})

describe('BILL-09 sums', () => {
  test('of one currency', () => {
    expect(sumMoney('USD', [usd(1), usd(-3), usd(7)])).toEqual({ kind: 'grant', money: usd(5) })
    expect(sumMoney('USD', [])).toEqual({ kind: 'grant', money: usd(0) })
    expect(addMoney(usd(1), usd(2))).toEqual({ kind: 'grant', money: usd(3) })
    expect(subtractMoney(usd(1), usd(2))).toEqual({ kind: 'grant', money: usd(-1) })
    expect(negateMoney(usd(0)).amount).toBe(0)
    expect(compareMoney(usd(1), usd(2))).toEqual({ kind: 'grant', order: -1 })
    expect(compareMoney(usd(2), usd(2))).toEqual({ kind: 'grant', order: 0 })
    expect(compareMoney(usd(3), usd(2))).toEqual({ kind: 'grant', order: 1 })
  })

  test('two currencies do not compile, and are refused where only the run time knows them', () => {
    const refusal = { kind: 'refuse', reason: 'currency-mismatch', expected: 'USD', given: 'EUR' }
    // @ts-expect-error euros are no dollars
    expect(addMoney(usd(1), money(1, 'EUR'))).toEqual(refusal)
    const atRunTime: Money[] = [usd(1), money(1, 'EUR')]
    expect(sumMoney(atRunTime[0]!.currency, atRunTime)).toEqual(refusal)
    expect(compareMoney(atRunTime[0]!, atRunTime[1]!)).toEqual(refusal)
    // @ts-expect-error there is no such currency
    expect(money(1, 'USX').amount).toBe(1)
  })

  test('beyond the safe integers they are refused, whatever they pass on the way', () => {
    const most = usd(Number.MAX_SAFE_INTEGER)
    expect(addMoney(most, usd(1))).toEqual({ kind: 'refuse', reason: 'amount-out-of-range' })
    expect(sumMoney('USD', [most, usd(3), usd(-4)])).toEqual({
      kind: 'grant',
      money: usd(Number.MAX_SAFE_INTEGER - 1),
    })
  })

  test('are exact in any order', () => {
    fc.assert(
      fc.property(fc.array(anyAmount, { maxLength: 8 }), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n)
        const decision = sumMoney('USD', amounts.map(usd))
        const safe = Number.isSafeInteger(Number(sum))
        expect(decision.kind).toBe(safe ? 'grant' : 'refuse')
        expect(decision.kind === 'grant' ? BigInt(decision.money.amount) : sum).toBe(sum)
      }),
    )
  })

  test('what is no integer is a programmer’s mistake', () => {
    expect(() => usd(0.1)).toThrow(RangeError)
    expect(() => usd(2 ** 53)).toThrow(RangeError)
    expect(Object.is(usd(-0).amount, 0)).toBe(true)
  })
})

describe('BILL-09 more decimals than the currency has, rounded once where a rounding is named', () => {
  // As Java's BigDecimal and Python's decimal have it.
  test.each([
    [
      '1.005',
      'USD',
      { 'half-up': 101, 'half-even': 100, 'half-down': 100, up: 101, down: 100, ceiling: 101, floor: 100 },
    ],
    [
      '1.015',
      'USD',
      { 'half-up': 102, 'half-even': 102, 'half-down': 101, up: 102, down: 101, ceiling: 102, floor: 101 },
    ],
    [
      '1.0050000000000000000001',
      'USD',
      { 'half-up': 101, 'half-even': 101, 'half-down': 101, up: 101, down: 100, ceiling: 101, floor: 100 },
    ],
    [
      '-1.005',
      'USD',
      {
        'half-up': -101,
        'half-even': -100,
        'half-down': -100,
        up: -101,
        down: -100,
        ceiling: -100,
        floor: -101,
      },
    ],
    [
      '-0.001',
      'USD',
      { 'half-up': 0, 'half-even': 0, 'half-down': 0, up: -1, down: 0, ceiling: 0, floor: -1 },
    ],
    ['0.5', 'JPY', { 'half-up': 1, 'half-even': 0, 'half-down': 0, up: 1, down: 0, ceiling: 1, floor: 0 }],
    ['2.5', 'JPY', { 'half-up': 3, 'half-even': 2, 'half-down': 2, up: 3, down: 2, ceiling: 3, floor: 2 }],
    [
      '1.00049',
      'KWD',
      {
        'half-up': 1000,
        'half-even': 1000,
        'half-down': 1000,
        up: 1001,
        down: 1000,
        ceiling: 1001,
        floor: 1000,
      },
    ],
    ['7.10', 'USD', { 'half-up': 710, up: 710, floor: 710 }],
  ] as const)('%s %s', (text, currency, amounts) => {
    for (const [rounding, amount] of Object.entries(amounts)) {
      expect([rounding, readMoney(text, currency, rounding as Rounding)]).toEqual([
        rounding,
        { kind: 'grant', money: { amount, currency } },
      ])
    }
  })

  test('what cannot be counted is refused still, and so is what is no number', () => {
    expect(readMoney('90071992547409.919', 'USD', 'half-up')).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
    expect(readMoney('90071992547409.914', 'USD', 'half-up')).toMatchObject({
      money: { amount: Number.MAX_SAFE_INTEGER },
    })
    expect(readMoney('1.0x5', 'USD', 'half-up')).toEqual({ kind: 'refuse', reason: 'invalid-amount' })
    expect(readMoney('1.005', 'USD')).toEqual({ kind: 'refuse', reason: 'invalid-amount' })
  })
})

test('BILL-09 the codes of funds have their decimals too', () => {
  for (const code of ['BOV', 'CHE', 'CHW', 'COU', 'MXV', 'USN'] as const) expect(minorDigits(code)).toBe(2)
})
