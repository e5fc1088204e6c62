import { dirname } from 'node:path'
import type { AskTaxes } from '@seatkeeper/db'
import { createStripeGateway, readPaymentSettings, taxesFor } from '@seatkeeper/payments'
import { programs } from '../start/programs.ts'
import { readSettings } from '../start/settings.ts'
import { StartFault } from '../start/fault.ts'

const root = dirname(dirname(import.meta.dirname))

/**
 * BILL-02: how a command asks the processor's tax service, as the worker does; undefined: there is none, and the table of rates says all. In production
 * the command is told what the worker is told, on a machine of one's own what the worker of `npm start` is told.
 */
export function askTaxes(databaseUrl: string): AskTaxes | undefined {
  const production = process.env['SEATKEEPER_MODE'] === 'production'
  const { settings, faults } = readPaymentSettings(
    production ? process.env : { ...process.env, ...ofWorker(databaseUrl) },
    production ? 'production' : 'demo',
  )
  if (faults.length > 0) throw new StartFault(`${faults.join('. ')}.`)
  if (!settings?.taxService) return undefined
  const gateway = createStripeGateway(settings)
  return async (question) => {
    const answer = await taxesFor(gateway, question)
    if (answer.error !== undefined) {
      console.error(`The tax service does not answer; the table of rates stands in. ${answer.error}`)
    }
    return answer
  }
}

function ofWorker(databaseUrl: string): Readonly<Record<string, string | undefined>> {
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings === 'help') return {}
  return programs(settings, databaseUrl, '').find(({ name }) => name === 'worker')!.env
}
