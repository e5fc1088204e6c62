import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLines } from '../exports/csv-answer.ts'
import { withoutGuard } from '../exports/plain-cell.ts'
import { mostRows, readUsers } from './read-users.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, order: 'le' | 'be', mark = true) => {
  const units = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return new Uint8Array(order === 'le' ? units : units.swap16())
}
const read = (file: Uint8Array | string) => {
  const answer = readUsers(typeof file === 'string' ? bytes(file) : file)
  if ('fault' in answer) throw new Error(answer.fault)
  return answer
}
const fault = (file: Uint8Array | string) => {
  const answer = readUsers(typeof file === 'string' ? bytes(file) : file)
  return 'fault' in answer ? answer.fault : null
}

const plain = 'E-mail,Name,Type\njörg@example.com,Jörg Čapek,Full-time\n'
const jorg = [{ line: 2, email: 'jörg@example.com', name: 'Jörg Čapek', type: 'Full-time' }]

describe('USER-09 a file is read in whatever encoding and with whatever separator it comes', () => {
  test.each([
    ['UTF-8', bytes(plain), 'UTF-8'],
    ['UTF-8 with its mark', bytes(`\ufeff${plain}`), 'UTF-8'],
    ['UTF-16, little end first', utf16(plain, 'le'), 'UTF-16'],
    ['UTF-16, big end first', utf16(plain, 'be'), 'UTF-16'],
    ['UTF-16 without its mark', utf16(plain, 'le', false), 'UTF-16'],
    ['UTF-16 without its mark, big end first', utf16(plain, 'be', false), 'UTF-16'],
  ])('USER-09 %s', (_what, file, encoding) => {
    expect(read(file)).toMatchObject({ rows: jorg, encoding })
  })

  test('USER-09 Windows-1252', () => {
    const file = new Uint8Array(Buffer.from('E-mail;Name\nj@example.com;Jörg “Müller”', 'latin1'))
    file[file.indexOf(0x1c)] = 0x93
    file[file.indexOf(0x1d)] = 0x94
    expect(read(file)).toMatchObject({ encoding: 'Windows-1252', rows: [{ name: 'Jörg “Müller”' }] })
  })

  test.each([
    ['commas', ',', ','],
    ['semicolons', ';', ';'],
    ['tabs', '\t', 'tab'],
  ])('USER-09 %s', (_what, sign, separator) => {
    expect(read(plain.replaceAll(',', sign))).toMatchObject({ rows: jorg, separator })
  })

  test('USER-09 a separator that is named in a line of its own, line ends of Windows, empty lines and columns', () => {
    const { rows } = read('sep=;\r\nE-mail;;Name\r\n\r\na@example.com;;Ada\r\n;;\r\nb@example.com;;Bo;;\r\n')
    expect(rows).toEqual([
      { line: 4, email: 'a@example.com', name: 'Ada' },
      { line: 6, email: 'b@example.com', name: 'Bo' },
    ])
  })

  test('USER-09 quotes hold separators, quotes and several lines', () => {
    const { rows } = read('E-mail,Name,Seasons\na@example.com,"Lovelace, ""Ada""","June\nJuly | August"\n')
    expect(rows).toEqual([
      { line: 3, email: 'a@example.com', name: 'Lovelace, "Ada"', seasons: ['June', 'July', 'August'] },
    ])
  })

  test('USER-09 headings as people write them', () => {
    const { rows } = read(
      'email address,FULL NAME,Type of User,season,Permission Set,role,Status\na@b.example,A,S,T,P,R,x',
    )
    expect(rows[0]).toEqual({
      line: 2,
      email: 'a@b.example',
      name: 'A',
      type: 'S',
      seasons: ['T'],
      permissionSet: 'P',
      role: 'R',
    })
  })

  test('USER-09 what is wrong with one row is said of that row', () => {
    const { rows } = read(
      `E-mail,Name\na@b.example,A,more\nb@b.example,"B\u202e"\nc@b.example,${'x'.repeat(121)}\nd@b.example`,
    )
    expect(rows.map(({ fault }) => fault)).toEqual(['too-many-cells', 'bad-name', 'bad-name', undefined])
  })
})

describe('USER-09 what is wrong with the file as a whole is said in words', () => {
  test.each<[string, Uint8Array | string, RegExp]>([
    ['nothing', '', /empty/],
    ['nothing but a mark', '\ufeff\n', /empty/],
    ['a heading alone', 'E-mail,Name\n', /no rows/],
    ['no e-mail', 'Name\nAda', /no column E-mail/],
    ['no heading', 'ada@example.com,Ada\n', /not known/],
    ['an unknown column', 'E-mail,Sesons\na@b.example,June', /“Sesons” is not known/],
    ['a column twice', 'E-mail,Mail\na@b.example,b', /“Mail” is the second/],
    ['an open quote', 'E-mail,Name\na@b.example,"Ada\nb@b.example,Bo\n', /quote/],
    ['a quote within', 'E-mail,Name\na@b.example,"A"da\n', /quotes near line 2/],
    ['an endless row', `E-mail,Name\na@b.example,"${'x\n'.repeat(20_000)}`, /quote/],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 1]), /no CSV/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 13]), /no CSV/],
    ['too many rows', `E-mail\n${'a@b.example\n'.repeat(mostRows + 1)}`, /10001 rows/],
    ['too many bytes', new Uint8Array(4_000_001).fill(97), /4 MB/],
  ])('USER-09 %s', (_what, file, words) => {
    expect(fault(file)).toMatch(words)
  })

  test('USER-09 any bytes at all are answered, never with a fault of ours', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        readUsers(file)
        readUsers(new Uint8Array([...bytes('E-mail,Name\n'), ...file]))
      }),
    )
  })
})

test('USER-09 what was exported with formulas made harmless comes back as it was', () => {
  const cell = fc.stringMatching(/^[=+\-@']?[\w ,;"=+@'-]{1,20}$/).map((text) => text.trim())
  fc.assert(
    fc.property(
      // What looks guarded already can't be told from what was.
      cell.filter((text) => text !== '' && withoutGuard(text) === text),
      (name) => {
        const csv = csvLines([
          ['E-mail', 'Name'],
          ['a@b.example', name],
        ])
        expect(csv).not.toMatch(/\na@b\.example,"?[=+\-@]/)
        expect(read(csv).rows[0]!.name).toBe(name)
      },
    ),
  )
})
