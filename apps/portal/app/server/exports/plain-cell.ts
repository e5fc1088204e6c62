/**
 * What a spreadsheet takes for the beginning of a formula, at the beginning of a cell; and behind what might be a cell's end: a file
 * with commas is read with semicolons or tabs where a country writes them so, and quotes in the middle of such a cell guard nothing.
 */
const FORMULA = /(^|[;\t\r\n])([\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])/g
const GUARD = /(^|[;\t\r\n])([\s"]*)'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g

/** A cell that no spreadsheet executes, however it splits the line: an apostrophe stands before what would be a formula (USER-09). */
export const plainCell = (text: string): string =>
  text.replace(FORMULA, (_, end: string = '', before: string = '') => `${end}${before}'`)

/** The cell as it was before `plainCell`. */
export const withoutGuard = (cell: string): string => cell.replace(GUARD, '$1$2')
