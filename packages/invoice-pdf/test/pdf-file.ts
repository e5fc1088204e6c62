import { inflateSync } from 'node:zlib'

/** What a document is made of, as far as ours go: objects by number, uncompressed but for their streams. */
export type Value =
  string | number | boolean | null | Name | Reference | readonly Value[] | { readonly [key: string]: Value }
export class Name {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
export class Reference {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}
type Dictionary = Readonly<Record<string, Value>>

export interface Operation {
  readonly operator: string
  readonly operands: readonly Value[]
}

/** A reader of our own for the tests: others mend what is wrong, or keep to themselves what they read. */
export class PdfFile {
  readonly #raw: string
  readonly #starts = new Map<number, number>()

  constructor(bytes: Buffer) {
    this.#raw = bytes.toString('latin1')
    for (const match of this.#raw.matchAll(/^(\d+) 0 obj$/gm))
      this.#starts.set(Number(match[1]), match.index + match[0].length)
  }

  get trailer(): Dictionary {
    return dictionary(new Tokens(this.#raw, this.#raw.lastIndexOf('trailer') + 7).value())
  }

  get catalog(): Dictionary {
    return this.dictionary(this.trailer['Root'])
  }

  get pages(): Dictionary[] {
    return this.list(this.dictionary(this.catalog['Pages'])['Kids']).map((kid) => this.dictionary(kid))
  }

  get objects(): Value[] {
    return [...this.#starts.keys()].map((number) => this.resolve(new Reference(number)))
  }

  resolve(value: Value | undefined): Value {
    if (!(value instanceof Reference)) return value ?? null
    return new Tokens(this.#raw, this.#starts.get(value.number)!).value()
  }

  dictionary(value: Value | undefined): Dictionary {
    return dictionary(this.resolve(value))
  }

  list(value: Value | undefined): readonly Value[] {
    const found = this.resolve(value)
    return Array.isArray(found) ? (found as readonly Value[]) : found === null ? [] : [found]
  }

  /** Bytes of a stream, one character each. */
  stream(reference: Value | undefined): string {
    if (!(reference instanceof Reference)) throw new Error('Not a reference')
    const at = this.#raw.indexOf('stream\n', this.#starts.get(reference.number)!) + 7
    const { Length, Filter } = this.dictionary(reference)
    const bytes = Buffer.from(this.#raw.slice(at, at + Number(this.resolve(Length))), 'latin1')
    return (Filter === undefined ? bytes : inflateSync(bytes)).toString('latin1')
  }

  operations(page: Dictionary): Operation[] {
    const tokens = new Tokens(
      this.list(page['Contents'] instanceof Reference ? [page['Contents']] : page['Contents'])
        .map((part) => this.stream(part))
        .join('\n'),
      0,
    )
    const operations: Operation[] = []
    let operands: Value[] = []
    for (;;) {
      const operator = tokens.operator()
      if (operator === '') return operations
      if (operator === null) operands.push(tokens.value())
      else {
        operations.push({ operator, operands })
        operands = []
      }
    }
  }
}

export const nameOf = (value: Value | undefined): string | null => (value instanceof Name ? value.name : null)

/** A text string: UTF-16 with its mark, or one character a byte. */
export function textOf(value: Value | undefined): string | null {
  if (typeof value !== 'string') return null
  if (!value.startsWith('\xFE\xFF')) return value
  return Buffer.from(value.slice(2), 'latin1').swap16().toString('utf16le')
}

function dictionary(value: Value): Dictionary {
  if (
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    value instanceof Name ||
    value instanceof Reference
  )
    throw new Error(`Not a dictionary: ${JSON.stringify(value)}`)
  return value as Dictionary
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

class Tokens {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  /** Null before an operand, nothing at the end. */
  operator(): string | null {
    return this.#take(/[A-Za-z'"*]+(?<!^(?:true|false|null))/y) ?? (this.#at >= this.#text.length ? '' : null)
  }

  value(): Value {
    const name = this.#take(/\/[^\s/<>[\]()]*/y)
    if (name !== null) return new Name(name.slice(1))
    if (this.#take(/<</y) !== null) {
      const entries: [string, Value][] = []
      while (this.#take(/>>/y) === null) entries.push([nameOf(this.value())!, this.value()])
      return Object.fromEntries(entries)
    }
    if (this.#take(/\[/y) !== null) {
      const items: Value[] = []
      while (this.#take(/\]/y) === null) items.push(this.value())
      return items
    }
    const hex = this.#take(/<[0-9A-Fa-f\s]*>/y)
    if (hex !== null) return Buffer.from(hex.replaceAll(/[<>\s]/g, ''), 'hex').toString('latin1')
    if (this.#take(/\(/y) !== null) return this.#string()
    const reference = this.#take(/\d+ 0 R/y)
    if (reference !== null) return new Reference(Number.parseInt(reference, 10))
    const word = this.#take(/[-+.\dA-Za-z]+/y)
    if (word === null) throw new Error(`Unreadable: ${this.#text.slice(this.#at, this.#at + 40)}`)
    if (word === 'null') return null
    return word === 'true' || word === 'false' ? word === 'true' : Number(word)
  }

  #string(): string {
    let text = ''
    for (let depth = 1; ;) {
      const sign = this.#text[this.#at++]!
      if (sign === '\\') {
        const escaped = this.#text[this.#at++]!
        text += ESCAPED[escaped] ?? escaped
        continue
      }
      depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
      if (depth === 0) return text
      text += sign
    }
  }

  #take(pattern: RegExp): string | null {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return null
    this.#at += match[0].length
    return match[0]
  }
}
