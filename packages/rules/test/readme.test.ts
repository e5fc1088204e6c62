import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as rules from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/(?<=\n## (?<title>.*)\n(?:(?!\n## )[^])*)```ts\n(?<code>[^]*?)```/g)]

/**
 * What is run: an expression that begins a line and ends with `// → value`, on the same line or a later one, becomes a
 * check. Lines that declare, go on or close something begin none.
 */
function program(code: string): string {
  return code.replaceAll(
    /^(?!const |[\s)}\]])(?<expression>[^]*?) \/\/ → (?<expected>.*)$/gm,
    'check($<expression>, $<expected>)',
  )
}

describe('the examples of the README', () => {
  test.each(blocks.map(({ groups }, i) => [`${groups!.title} ${i + 1}`, groups!.code!]))('%s', (_, code) => {
    let checks = 0
    const check = (...compared: readonly unknown[]): void => {
      const [given, expected] = compared
      expect(compared).toHaveLength(2)
      checks++
      // Wrapped, so that a value is compared whole and an object as far as the example shows it.
      expect({ given }).toMatchObject({ given: expected })
    }
    // The examples read as a reader would type them: all exports in scope.
    const run = new Function(...Object.keys(rules), 'check', `'use strict'\n${program(code)}`)
    run(...Object.values(rules), check)
    expect(checks).toBe(code.split('// →').length - 1)
    expect(checks).toBeGreaterThan(0)
  })

  test('there are some, and every function that the table names is exported', () => {
    expect(blocks.length).toBeGreaterThan(8)
    const rows = readme.split('\n').filter((line) => /^\| [A-Z]+-\d\d|^\| D-\d\d/.test(line))
    const named = rows.flatMap((row) => row.split('|')[2]!.match(/(?<=`)[a-z]\w+(?=`)/g) ?? [])
    const known = new Set([...Object.keys(rules), 'lapsesAt', 'trace', 'nextChange', 'now'])
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})
