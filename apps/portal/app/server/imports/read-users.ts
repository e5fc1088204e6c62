import type { ImportRow } from '@seatkeeper/rules'
import { readTypedLine } from '@seatkeeper/wording'
import { CsvError, parse } from 'csv-parse/sync'
import { withoutGuard } from '../exports/plain-cell.ts'
import { type Decoded, decodeText } from './decode.ts'

export const mostRows = 10_000
/** Ten thousand rows with long names stay far below. */
export const largestFile = 4_000_000

export interface ReadUsers {
  readonly rows: readonly ImportRow[]
  readonly encoding: Decoded['encoding']
  readonly separator: ',' | ';' | 'tab'
}

/** What is wrong with the file as a whole, in words; or its rows, each with what is wrong with it alone. */
export function readUsers(bytes: Uint8Array): ReadUsers | { readonly fault: string } {
  if (bytes.length === 0) return { fault: 'The file is empty.' }
  if (bytes.length > largestFile) {
    return { fault: 'The file is larger than 4 MB. Split it, and bring the parts one after the other.' }
  }
  const decoded = decodeText(bytes)
  if (decoded === null) {
    return { fault: 'This is no CSV file. In your spreadsheet choose “Save as” and then CSV.' }
  }
  const { text, delimiter } = separated(decoded.text)
  let records: { readonly record: string[]; readonly info: { readonly lines: number } }[]
  try {
    records = parse(text, {
      delimiter,
      info: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
      skip_records_with_empty_values: true,
    }) as unknown as typeof records
  } catch (error) {
    if (error instanceof CsvError) return { fault: brokenText(error) }
    throw error
  }
  const [head, ...body] = records
  if (!head) return { fault: 'The file is empty.' }
  const columns = columnsOf(head.record)
  if ('fault' in columns) return columns
  if (body.length === 0) return { fault: 'The file has a heading and no rows.' }
  if (body.length > mostRows) {
    return {
      fault: `The file has ${body.length} rows, and ${mostRows} go at once. Split it, and bring the parts one after the other.`,
    }
  }
  // A record's own number of lines counts to its end; a name may run over several.
  const rows = body.map(({ record, info }) => rowOf(record, columns.columns, info.lines))
  return { rows, encoding: decoded.encoding, separator: delimiter === '\t' ? 'tab' : delimiter }
}

function brokenText({ code, message }: CsvError): string {
  const line = /line (\d+)/.exec(message)?.[1]
  const where = line === undefined ? '' : ` near line ${line}`
  return code === 'CSV_MAX_RECORD_SIZE'
    ? `A row${where} is endless: a quote is opened there and never closed.`
    : `The quotes${where} don’t fit together. A cell that holds a quote or the separator stands in quotes, and a quote within it is doubled.`
}

/** The separator is what parts the heading; some spreadsheets name it in a line of its own before it. */
function separated(text: string): { readonly text: string; readonly delimiter: ',' | ';' | '\t' } {
  const start = text.replace(/^\ufeff/, '')
  const named = /^sep=([,;\t])\r?\n/i.exec(start)
  if (named) {
    // The line stays, empty, so that the others keep their numbers.
    return { text: start.slice(5), delimiter: named[1] as ',' | ';' | '\t' }
  }
  const heading = start
    .trimStart()
    .split(/[\r\n]/, 1)[0]!
    .replaceAll(/"[^"]*"/g, '')
  const count = (sign: string) => heading.split(sign).length
  const delimiters = [',', ';', '\t'] as const
  return { text: start, delimiter: delimiters.toSorted((a, b) => count(b) - count(a))[0]! }
}

type Column = 'email' | 'name' | 'type' | 'seasons' | 'permissionSet' | 'role' | 'ignored'

/** What headings are called, letters alone; those of our own export that say what cannot be set are passed over. */
const headings: Readonly<Record<string, Column>> = {
  email: 'email',
  mail: 'email',
  emailaddress: 'email',
  name: 'name',
  fullname: 'name',
  type: 'type',
  usertype: 'type',
  typeofuser: 'type',
  season: 'seasons',
  seasons: 'seasons',
  permissionset: 'permissionSet',
  role: 'role',
  status: 'ignored',
  accessnow: 'ignored',
  lastsignin: 'ignored',
  // And of the rows of an earlier import.
  line: 'ignored',
  outcome: 'ignored',
  why: 'ignored',
}

function columnsOf(
  head: readonly string[],
): { readonly columns: readonly Column[] } | { readonly fault: string } {
  const columns: Column[] = []
  for (const [i, text] of head.entries()) {
    const name = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
    const column = name === '' ? 'ignored' : headings[name]
    if (column === undefined) {
      return {
        fault: `The column “${text.trim().slice(0, 60)}” is not known. Columns are: E-mail, Name, Type, Seasons, Permission set, Role. The first row names them.`,
      }
    }
    if (column !== 'ignored' && columns.includes(column)) {
      return { fault: `Two columns say the same: “${text.trim().slice(0, 60)}” is the second.` }
    }
    columns[i] = column
  }
  if (!columns.includes('email')) {
    return { fault: 'The file has no column E-mail. The first row names the columns.' }
  }
  return { columns }
}

function rowOf(record: readonly string[], columns: readonly Column[], line: number): ImportRow {
  const cells: Partial<Record<Column, string>> = {}
  for (const [i, column] of columns.entries()) {
    const text = withoutGuard((record[i] ?? '').trim()).slice(0, 400)
    if (text !== '') cells[column] = text
  }
  const { email = '', name, type, seasons, permissionSet, role } = cells
  const read = name === undefined ? undefined : readTypedLine(name, 'a name', 120)
  const tooMany = record.slice(columns.length).some((cell) => cell.trim() !== '')
  const fault = tooMany ? 'too-many-cells' : read && 'fault' in read ? 'bad-name' : undefined
  return {
    line,
    email,
    ...(name !== undefined && { name: read && 'line' in read ? read.line : name }),
    ...(type !== undefined && { type }),
    ...(seasons !== undefined && { seasons: listed(seasons) }),
    ...(permissionSet !== undefined && { permissionSet }),
    ...(role !== undefined && { role }),
    ...(fault && { fault }),
  }
}

const listed = (text: string): string[] =>
  text
    .split(/[|;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
