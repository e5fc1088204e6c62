import { Client } from 'pg'

export interface Sent {
  readonly text: string
  readonly values: unknown[] | undefined
}

/**
 * Records what is sent through `pg`, so that the very same statements can be sent again without us. Must be made before
 * the first connection is.
 */
export function recordStatements(): { record(work: () => Promise<unknown>): Promise<readonly Sent[]> } {
  const original = Client.prototype.query as (...args: unknown[]) => unknown
  let sent: Sent[] | null = null
  Client.prototype.query = function query(this: Client, ...args: unknown[]) {
    const [first, second] = args
    const named = first as Sent
    sent?.push(
      typeof first === 'string'
        ? { text: first, values: second as unknown[] | undefined }
        : { text: named.text, values: named.values },
    )
    return original.apply(this, args)
  } as never
  return {
    async record(work) {
      sent = []
      await work()
      const recorded = sent
      sent = null
      return recorded
    },
  }
}
