import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLines } from './csv-answer.ts'
import { plainCell, withoutGuard } from './plain-cell.ts'

test.each([
  ['nothing to guard', 'Ada Byron-King', 'Ada Byron-King'],
  ['a formula', '=1+1', "'=1+1"],
  ['a number with a sign', '-5', "'-5"],
  ['a mention', '@SUM(A1)', "'@SUM(A1)"],
  ['full-width', '＝1+1', "'＝1+1"],
  ['behind spaces', '  =1+1', "  '=1+1"],
  ['a tab first', '\tx', "'\tx"],
  ['behind a semicolon, where those part cells', 'x;=1+1', "x;'=1+1"],
  ['behind a tab and a quote', 'x\t"=1+1', `x\t"'=1+1`],
  ['on a line of its own', 'x\n+1', "x\n'+1"],
])('USER-09 %s', (_, text, expected) => {
  expect(plainCell(text)).toBe(expected)
})

/** What a cell's text may begin with before it is executed: a doubled quote is read as an empty text by some. */
const isFormula = (cell: string) => /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell)

const nasty = fc.string({ unit: fc.constantFrom(...`=+-@;,"'\t\r\n\u00a0＝ a1`), maxLength: 12 })

test('USER-09 whatever somebody is called, no spreadsheet finds a formula in the export, whatever it takes for a separator', () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
      const file = csvLines([['ada@example.com', ...texts]])
      const own: string[][] = parse(file)
      // Where another sign parts cells, the quotes stand in the middle of one and guard nothing: each sign and each line's end counts.
      const others = [';', '\t'].flatMap((sign) => file.split(/[\r\n]+/).flatMap((line) => line.split(sign)))
      expect([...own.flat(), ...others].filter(isFormula)).toEqual([])
      expect(own[0]!.slice(1).map(withoutGuard)).toEqual(texts.map((text) => withoutGuard(plainCell(text))))
    }),
    { numRuns: 500 },
  )
})

test('USER-09 what the export guards, the import reads as it was', () => {
  const reads = (text: string) => withoutGuard(plainCell(text))
  fc.assert(
    // A text that already looks guarded cannot be told from one that was.
    fc.property(
      nasty.filter((text) => withoutGuard(text) === text),
      (text) => {
        expect(reads(text)).toBe(text)
      },
    ),
    { numRuns: 500 },
  )
})
