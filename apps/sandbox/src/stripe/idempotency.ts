import { createHash } from 'node:crypto'
import type { Books } from './books.ts'
import { ApiError } from './errors.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly replayed?: boolean
}

/**
 * The first answer to a key is kept for a while (a day, as a rule), errors of the work included, and given again; what was refused before any
 * work began is not kept. The same key with other parameters is an error, and so is one whose first request still runs.
 */
export class Idempotency {
  readonly #books: Books
  readonly #running = new Set<string>()

  readonly #keptMs: number

  constructor(books: Books, keptMs: number) {
    this.#books = books
    this.#keptMs = keptMs
  }

  async once(
    key: string | undefined,
    request: { readonly path: string; readonly body: string },
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    if (key === undefined) return work()
    const { answers } = this.#books.shelves
    const digest = createHash('sha256').update(`${request.path}\n${request.body}`).digest('hex')
    const kept = answers[key]
    if (kept && Date.now() - kept.at < this.#keptMs) {
      if (kept.request !== digest) {
        throw new ApiError(400, {
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        })
      }
      return { status: kept.status, body: kept.body, replayed: true }
    }
    if (this.#running.has(key)) {
      throw new ApiError(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotency Key: ${key}.`,
      })
    }
    this.#running.add(key)
    try {
      const answer = await work()
      // As it is now: the objects themselves go on changing.
      answers[key] = { at: Date.now(), request: digest, ...structuredClone(answer) }
      return answer
    } finally {
      this.#running.delete(key)
    }
  }
}
