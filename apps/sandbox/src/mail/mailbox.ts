import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser, type AddressObject } from 'mailparser'

export interface Mail {
  readonly id: string
  readonly receivedAt: Date
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Absent: the mail has a plain part only. */
  readonly html: string | undefined
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[]
}

export interface Mailbox {
  /** Stores a mail as it came over the wire; resolves once it is safely in the folder. */
  store(source: Buffer): Promise<void>
  /** The newest first; with words, those whose subject or recipient holds each of them. */
  list(words?: string): Promise<readonly Mail[]>
  find(id: string): Promise<Mail | undefined>
  source(id: string): Promise<Buffer | undefined>
  /** Calls back after each new mail until the returned function is called. */
  onArrival(listener: () => void): () => void
}

/** How many mails the list reads at most: a demo that has sent more has no use for the oldest. */
const SHOWN = 200
const ID = /^\d{13}-[0-9a-f]{8}$/

/** A folder of `.eml` files, so that the mails outlive the process and any mail program can open them. */
export function openMailbox(folder: string): Mailbox {
  mkdirSync(folder, { recursive: true })
  const parsed = new Map<string, Mail>()
  const listeners = new Set<() => void>()

  async function source(id: string): Promise<Buffer | undefined> {
    // Nothing but an identifier of ours may become part of a path.
    if (!ID.test(id)) return undefined
    return readFile(join(folder, `${id}.eml`)).catch(() => undefined)
  }

  async function find(id: string): Promise<Mail | undefined> {
    const known = parsed.get(id)
    if (known !== undefined) return known
    const bytes = await source(id)
    if (bytes === undefined) return undefined
    const mail = await read(id, bytes)
    parsed.set(id, mail)
    return mail
  }

  return {
    source,
    find,
    async store(bytes) {
      const id = `${Date.now()}-${randomBytes(4).toString('hex')}`
      // Renamed when complete: a list that is read meanwhile never sees half a mail.
      await writeFile(join(folder, `${id}.part`), bytes)
      await rename(join(folder, `${id}.part`), join(folder, `${id}.eml`))
      for (const listener of listeners) listener()
    },
    async list(words = '') {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
      const ids = names.map((name) => name.slice(0, -'.eml'.length)).toSorted()
      const mails = await Promise.all(ids.slice(-SHOWN).toReversed().map(find))
      const wanted = words.toLowerCase().split(/\s+/)
      return mails
        .filter((mail) => mail !== undefined)
        .filter(({ subject, to }) => wanted.every((word) => `${subject} ${to}`.toLowerCase().includes(word)))
    },
    onArrival(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function read(id: string, source: Buffer): Promise<Mail> {
  const mail = await simpleParser(source)
  return {
    id,
    receivedAt: new Date(Number(id.slice(0, 13))),
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject || '(no subject)',
    text: mail.text ?? '',
    html: mail.html || undefined,
    attachments: mail.attachments.map(({ filename, size }) => ({ name: filename ?? 'unnamed', bytes: size })),
  }
}

function addresses(given: AddressObject | readonly AddressObject[] | undefined): string {
  return [given ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .map(({ name, address = '' }) => (name === '' ? address : `${name} <${address}>`))
    .join(', ')
}
