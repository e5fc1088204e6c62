import type { GrantedRight, PermissionSetDraft } from '@seatkeeper/rules'
import { readTypedLine } from '@seatkeeper/wording'

export const MOST_RIGHTS = 100
const LONGEST_NAME = 80
const LONGEST_KEY = 100
const LONGEST_DESCRIPTION = 200

export type ReadDraft =
  { readonly draft: PermissionSetDraft } | { readonly errors: Readonly<Record<string, string>> }

/**
 * Reads what was typed of a permission set: a name, and rows of a right's key and what it allows. The two come as lists side by
 * side, an empty row is none, and a row without a key is a fault that its words tell apart.
 */
export function readDraft(form: FormData): ReadDraft {
  const errors: Record<string, string> = {}
  const name = readTypedLine(textOf(form.get('name')), 'a name', LONGEST_NAME)
  if ('fault' in name) errors['name'] = name.fault
  const rights: GrantedRight[] = []
  const descriptions = form.getAll('rightText')
  const faults = new Set<string>()
  for (const [row, typed] of form.getAll('rightKey').entries()) {
    const key = textOf(typed).trim()
    const description = textOf(descriptions[row]).trim()
    if (key === '' && description === '') continue
    const read = readRight(key, description)
    if ('fault' in read) faults.add(read.fault)
    else rights.push(read)
  }
  if (rights.length > MOST_RIGHTS) faults.add(`Grant at most ${MOST_RIGHTS} rights.`)
  if (faults.size > 0) errors['rights'] = [...faults].join(' ')
  return 'line' in name && faults.size === 0 ? { draft: { name: name.line, rights } } : { errors }
}

function readRight(key: string, description: string): GrantedRight | { readonly fault: string } {
  if (key === '') return { fault: `Enter the key of the right that allows ‘${shortened(description)}’.` }
  const readKey = readTypedLine(key, 'a key', LONGEST_KEY)
  if ('fault' in readKey) return { fault: `${shortened(key)}: ${readKey.fault}` }
  if (description === '') return { key: readKey.line, description }
  const allows = readTypedLine(description, 'what it allows', LONGEST_DESCRIPTION)
  return 'line' in allows
    ? { key: readKey.line, description: allows.line }
    : { fault: `${shortened(key)}: ${allows.fault}` }
}

const textOf = (typed: FormDataEntryValue | null | undefined): string =>
  typeof typed === 'string' ? typed : ''
const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
