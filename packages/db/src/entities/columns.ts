import { Type, defineEntity } from '@mikro-orm/postgresql'
import type { Day, Instant } from '@seatkeeper/rules'

const p = defineEntity.properties

/** timestamptz ⇄ epoch milliseconds. The driver's parsers (`../type-parsers.ts`) have made a number of it already. */
class InstantType extends Type<Instant, string | number> {
  override convertToDatabaseValue(value: Instant): string {
    return typeof value === 'number' ? new Date(value).toISOString() : value
  }
  override convertToJSValue(value: string | number): Instant {
    return (typeof value === 'number' ? value : Date.parse(value)) as Instant
  }
  override getColumnType(): string {
    return 'timestamptz'
  }
  override compareAsType(): string {
    return 'number'
  }
}

/** date ⇄ `YYYY-MM-DD`. */
class DayType extends Type<Day, string> {
  override getColumnType(): string {
    return 'date'
  }
  override compareAsType(): string {
    return 'string'
  }
}

/** A moment. */
export const instant = () => p.type(InstantType).$type<Instant>()

/** A calendar date. */
export const day = () => p.type(DayType).$type<Day>()

/** Minor units of a currency. The driver's parsers have made a number of it. */
export const amount = () => p.bigint('number')

/** A text column that holds one of a closed set of words; a CHECK of the migration repeats it. */
export const oneOf = <T extends string>() => p.text().$type<T>()

export { p }
