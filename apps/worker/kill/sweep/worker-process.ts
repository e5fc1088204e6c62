import { once } from 'node:events'
import { loadedWorker } from '../loaded-worker.ts'
import type { PaymentOrders } from '../payment-victim.ts'
import { postgresLine } from './postgres-line.ts'
import { processorLine } from './processor-line.ts'
import { type Fate, Steps } from './steps.ts'

/** Workers' processes, one of them loaded ahead. */
export class Workers {
  #spare = loadedWorker()

  /** One round of payments by a process of its own, over lines that count its steps. */
  async round(
    places: { readonly databaseUrl: string; readonly apiUrl: string },
    times: Pick<PaymentOrders, 'businessNow' | 'aheadMs'>,
    fateOf: (n: number) => Fate,
  ): Promise<Steps> {
    const worker = await this.#spare
    this.#spare = loadedWorker()
    const steps = new Steps(() => worker.kill('SIGKILL')).begin(fateOf)
    const [database, processor] = await Promise.all([
      postgresLine(places.databaseUrl, steps),
      processorLine(places.apiUrl, steps),
    ])
    const gone = once(worker, 'exit')
    worker.on('message', (message) => message === 'done' && worker.kill('SIGKILL'))
    const orders: PaymentOrders = { databaseUrl: database.url, apiUrl: processor.url, point: null, ...times }
    worker.send(orders)
    await gone
    database.close()
    processor.close()
    return steps
  }

  async close(): Promise<void> {
    const spare = await this.#spare.catch(() => null)
    spare?.kill('SIGKILL')
  }
}
