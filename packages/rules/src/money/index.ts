export { chargeStep, type Currency, minorDigits, readCurrency } from './currency.ts'
export { decimalOf, readMoney } from './decimal.ts'
export {
  type ExactAmount,
  exactProduct,
  fractionOf,
  type Product,
  type Rounding,
  roundExact,
  sumExact,
} from './exact.ts'
export { addMoney, compareMoney, type Money, money, negateMoney, subtractMoney, sumMoney } from './money.ts'
export { splitInteger, splitMoney, type SplitMethod, type SplitOptions } from './split.ts'
