import type { Block, Home, Modal, Option } from '../blocks/schema.ts'
import { carriedValues } from '../blocks/values.ts'
import type { Values } from '../blocks/values.ts'

/** What stands in a conversation. */
export interface Message {
  readonly id: string
  readonly ts: string
  readonly channelId: string
  readonly from: Sender
  readonly text: string
  readonly blocks: readonly Block[]
  /** The only person who sees it; undefined: everybody in the conversation. */
  readonly onlyFor: string | undefined
  readonly edited: boolean
  /** Grows with every change, so that a page knows what to draw anew. */
  readonly revision: number
  /** When it came, epoch milliseconds. */
  readonly at: number
}

/** `typed` is the person's own command, `stand-in` the console speaking in Slack's place. */
export type Sender =
  | { readonly kind: 'bot' }
  | { readonly kind: 'typed'; readonly personId: string }
  | { readonly kind: 'stand-in' }

/** A modal on somebody's screen. */
export interface OpenView {
  readonly id: string
  /** As the Web API returned it: what Slack sends along with every interaction. */
  readonly raw: Readonly<Record<string, unknown>>
  readonly view: Modal
  readonly values: Values
  /** block id → sentence, from the app's acknowledgement or from Slack's own checks. */
  readonly errors: Readonly<Record<string, string>>
  /** Why the last submission came to nothing, when no field is to blame. */
  readonly failure: string | undefined
  /** Field name → what an external select was offered last. */
  readonly offers: ReadonlyMap<string, Offer>
  /** Grows when the form itself must be drawn anew; what is filled in or offered does not count. */
  readonly revision: number
}

/** The answer to one look-up; `seen` holds every option offered so far, since any of them may be chosen. */
export interface Offer {
  readonly query: string
  readonly options: readonly Option[]
  readonly seen: readonly Option[]
  readonly failure: string | undefined
}

/** One exchange between Slack's stand-in and the app, for whoever wants to look under the hood. */
export interface Exchange {
  readonly id: number
  readonly at: number
  readonly direction: 'to-app' | 'from-app'
  readonly what: string
  readonly outcome: string
  readonly went: 'well' | 'wrong'
  readonly took: number
  readonly sent: unknown
  readonly answered: unknown
}

const kept = { messages: 500, exchanges: 100 } as const

/**
 * What the workspace's people see, in memory. Every change raises `version`, which pages watch.
 * The emulator keeps what the bot may ask for; this keeps what it never tells again, such as ephemeral messages.
 */
export class Workspace {
  #messages: Message[] = []
  #stacks = new Map<string, readonly OpenView[]>()
  #homes = new Map<string, Home & { readonly id: string; readonly raw: Readonly<Record<string, unknown>> }>()
  #read = new Map<string, number>()
  #exchanges: Exchange[] = []
  #version = 0
  #count = 0
  #shown = 0
  readonly #wallClock: () => number
  readonly #waiting = new Set<() => void>()

  constructor(wallClock: () => number = Date.now) {
    this.#wallClock = wallClock
  }

  /** How often anything has been put before anybody so far: messages, views, errors. */
  get shown(): number {
    return this.#shown
  }

  get version(): number {
    return this.#version
  }

  /** Resolves when something is put before anybody, or after so many milliseconds. */
  nextShown(within: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, within)
      this.#waiting.add(done)
    })
  }

  post(message: Pick<Message, 'channelId' | 'from' | 'text'> & Partial<Message>): Message {
    const at = this.#wallClock()
    this.#count += 1
    const posted: Message = {
      id: `m${this.#count}`,
      ts: `${Math.floor(at / 1000)}.${String(this.#count).padStart(6, '0')}`,
      blocks: [],
      onlyFor: undefined,
      edited: false,
      at,
      ...message,
      revision: message.from.kind === 'typed' ? this.#raise() : this.#show(),
    }
    this.#messages = [...this.#messages, posted].slice(-kept.messages)
    return posted
  }

  find(channelId: string, ts: string): Message | undefined {
    return this.#messages.find((message) => message.channelId === channelId && message.ts === ts)
  }

  findById(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id)
  }

  edit(id: string, change: Pick<Message, 'text' | 'blocks'> & Partial<Message>): void {
    const revision = this.#show()
    this.#messages = this.#messages.map((message) =>
      message.id === id ? { ...message, edited: true, ...change, revision } : message,
    )
  }

  remove(id: string): void {
    this.#raise()
    this.#messages = this.#messages.filter((message) => message.id !== id)
  }

  /** How much this person has not seen yet in a conversation. */
  unread(personId: string, channelId: string): number {
    const seen = this.#read.get(`${personId}/${channelId}`) ?? 0
    return this.seenBy(personId, channelId).filter(({ revision }) => revision > seen).length
  }

  /** This person looks at a conversation. */
  markRead(personId: string, channelId: string): void {
    this.#read.set(`${personId}/${channelId}`, this.#version)
  }

  /** What this person sees in a conversation, oldest first. */
  seenBy(personId: string, channelId: string): readonly Message[] {
    return this.#messages.filter(
      (message) =>
        message.channelId === channelId && (message.onlyFor === undefined || message.onlyFor === personId),
    )
  }

  /** The modals on this person's screen, the one on top last. */
  stack(personId: string): readonly OpenView[] {
    return this.#stacks.get(personId) ?? []
  }

  top(personId: string): OpenView | undefined {
    return this.stack(personId).at(-1)
  }

  /** Whose screen a view is on; undefined when it has been closed. */
  holderOf(viewId: string): string | undefined {
    return [...this.#stacks].find(([, stack]) => stack.some(({ id }) => id === viewId))?.[0]
  }

  open(personId: string, raw: Readonly<Record<string, unknown>>, view: Modal): void {
    this.#stacks.set(personId, [this.#fresh(raw, view)])
  }

  push(personId: string, raw: Readonly<Record<string, unknown>>, view: Modal): void {
    this.#stacks.set(personId, [...this.stack(personId), this.#fresh(raw, view)])
  }

  /** Shows a view anew with other contents; what has been filled in stays where it still fits. */
  replace(viewId: string, raw: Readonly<Record<string, unknown>>, view: Modal): void {
    this.#show()
    this.#change(viewId, (before) => ({
      raw,
      view,
      values: carriedValues(view.blocks, before.values),
      errors: {},
      failure: undefined,
    }))
  }

  /** Remembers what somebody has filled in. */
  fill(viewId: string, values: Values): void {
    this.#change(viewId, (before) => ({ values, revision: before.revision }))
  }

  /** Shows what is wrong with what was filled in, or with the submission as such. */
  blame(viewId: string, what: Partial<Pick<OpenView, 'errors' | 'failure'>>): void {
    this.#show()
    this.#change(viewId, () => what)
  }

  /** Remembers what an external select was offered. */
  offer(
    viewId: string,
    name: string,
    query: string,
    found: readonly Option[] | { readonly failure: string },
  ): void {
    this.#change(viewId, ({ offers, revision }) => {
      const seen = offers.get(name)?.seen ?? []
      const options = 'failure' in found ? [] : found
      const fresh = options.filter(({ value }) => !seen.some((option) => option.value === value))
      const offer: Offer = {
        query,
        options,
        seen: [...seen, ...fresh],
        failure: 'failure' in found ? found.failure : undefined,
      }
      return { revision, offers: new Map([...offers, [name, offer]]) }
    })
  }

  /** Takes the top view away; the one below it, if any, is on top again. */
  pop(personId: string): void {
    this.#raise()
    this.#stacks.set(personId, this.stack(personId).slice(0, -1))
  }

  clear(personId: string): void {
    this.#raise()
    this.#stacks.delete(personId)
  }

  publish(personId: string, raw: Readonly<Record<string, unknown>>, home: Home): void {
    this.#show()
    this.#homes.set(personId, { ...home, id: String(raw.id), raw })
  }

  home(personId: string) {
    return this.#homes.get(personId)
  }

  record(exchange: Omit<Exchange, 'id' | 'at'>): void {
    const id = (this.#exchanges.at(-1)?.id ?? 0) + 1
    this.#exchanges = [...this.#exchanges, { ...exchange, id, at: this.#wallClock() }].slice(-kept.exchanges)
  }

  /** The last exchanges, newest first. */
  exchanges(): readonly Exchange[] {
    return this.#exchanges.toReversed()
  }

  #fresh(raw: Readonly<Record<string, unknown>>, view: Modal): OpenView {
    return {
      id: String(raw.id),
      raw,
      view,
      values: carriedValues(view.blocks),
      errors: {},
      failure: undefined,
      offers: new Map(),
      revision: this.#show(),
    }
  }

  #change(viewId: string, change: (before: OpenView) => Partial<OpenView>): void {
    const personId = this.holderOf(viewId)
    if (personId === undefined) return
    const revision = this.#raise()
    this.#stacks.set(
      personId,
      this.stack(personId).map((open) =>
        open.id === viewId ? { ...open, revision, ...change(open) } : open,
      ),
    )
  }

  #show(): number {
    this.#shown += 1
    for (const done of this.#waiting) done()
    return this.#raise()
  }

  #raise(): number {
    this.#version += 1
    return this.#version
  }
}
