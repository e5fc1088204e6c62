import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import type { Clock, Services } from '../app/server/scope.ts'
import type { Environment } from './environment.ts'

export interface Composition {
  readonly services: Services
  readonly ready: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The one place where the portal's parts are made and joined. */
export function compose(environment: Environment): Composition {
  const log = pino({ level: environment.logLevel, base: { process: 'portal' } })
  return {
    services: { productName: environment.productName, portalUrl: environment.portalUrl, clock, log },
    ready: async () => {},
    close: async () => {},
  }
}

const now = () => Date.now() as Instant

const clock: Clock = { businessNow: now, wallNow: now }
