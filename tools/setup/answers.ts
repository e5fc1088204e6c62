import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { StartFault } from '../start/fault.ts'

/** What `npm run setup` needs to know. Each is a flag; what no flag gives is asked, where there is somebody to ask. */
const QUESTIONS = [
  { flag: 'staff-name', question: 'Your name (you become the first staff member)' },
  { flag: 'staff-email', question: 'Your e-mail' },
  { flag: 'account', question: 'Name of the first customer account' },
  { flag: 'organization', question: 'Name of its organization', usual: 'account' },
  { flag: 'owner-name', question: 'Name of the organization’s owner' },
  { flag: 'owner-email', question: 'E-mail of the owner' },
  { flag: 'full-time-seats', question: 'Full-time seats on the contract', number: true, usual: '5' },
  { flag: 'collaborator-seats', question: 'Collaborator seats on the contract', number: true, usual: '0' },
] as const satisfies readonly Question[]

interface Question {
  readonly flag: string
  readonly question: string
  /** What an empty answer means: a value, or the flag whose answer is taken again. */
  readonly usual?: string
  readonly number?: boolean
}

export type Answers = Readonly<Record<(typeof QUESTIONS)[number]['flag'], string>>

export const usage = `npm run setup -- ${QUESTIONS.map(({ flag }) => `[--${flag} …]`).join(' ')}`

/** Takes the answers from the flags and asks for the rest; throws `StartFault` where nobody can be asked. */
export async function collectAnswers(args: readonly string[], interactive: boolean): Promise<Answers> {
  const answers = readFlags(args)
  const open = QUESTIONS.filter(({ flag }) => !answers.has(flag))
  const mustAsk = open.filter((question: Question) => question.usual === undefined)
  if (mustAsk.length > 0 && !interactive)
    throw new StartFault(`Missing: ${mustAsk.map(({ flag }) => `--${flag}`).join(', ')}\n\n${usage}`)

  const reader = interactive && open.length > 0 ? createInterface(process.stdin, process.stdout) : undefined
  for (const question of open) answers.set(question.flag, await answer(question, answers, reader))
  reader?.close()

  for (const { flag } of QUESTIONS.filter((question: Question) => question.number)) {
    if (!/^\d{1,6}$/.test(answers.get(flag) ?? '')) throw new StartFault(`--${flag} must be a whole number.`)
  }
  if (Number(answers.get('full-time-seats')) === 0)
    throw new StartFault('--full-time-seats must be 1 or more: the owner takes one.')
  return Object.fromEntries(answers) as Answers
}

function readFlags(args: readonly string[]): Map<string, string> {
  const options = Object.fromEntries(QUESTIONS.map(({ flag }) => [flag, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...args], options })
    return new Map(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])))
  } catch (error) {
    throw new StartFault(`${(error as Error).message}\n\n${usage}`)
  }
}

async function answer(
  { question, usual }: Question,
  given: ReadonlyMap<string, string>,
  reader: ReturnType<typeof createInterface> | undefined,
): Promise<string> {
  const fallback = usual === undefined ? undefined : (given.get(usual) ?? usual)
  if (reader === undefined) return fallback ?? ''
  for (;;) {
    const said = (await reader.question(`${question}${fallback ? ` [${fallback}]` : ''}: `)).trim()
    if (said !== '') return said
    if (fallback !== undefined) return fallback
  }
}
