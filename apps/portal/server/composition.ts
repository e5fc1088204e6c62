import { createDatabase, createLimiter } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import type { Clock, Services } from '../app/server/scope.ts'
import type { Environment } from './environment.ts'

export interface Composition {
  readonly services: Services
  /** Answers when the database does. */
  readonly ready: () => Promise<void>
  readonly close: () => Promise<void>
}

const minutes = 60

/** The one place where the portal's parts are made and joined. */
export async function compose(environment: Environment, clock: Clock = systemClock): Promise<Composition> {
  const database = await createDatabase({ url: environment.databaseUrl, applicationName: 'portal' })
  return {
    services: {
      productName: environment.productName,
      portalUrl: environment.portalUrl,
      appSecret: environment.appSecret,
      database,
      signInLimits: {
        byAddress: createLimiter(database, {
          name: 'sign-in-address',
          points: 100,
          perSeconds: 15 * minutes,
        }),
        byEmail: createLimiter(database, { name: 'sign-in-email', points: 50, perSeconds: 60 * minutes }),
        byAddressAndEmail: createLimiter(database, {
          name: 'sign-in-pair',
          points: 8,
          perSeconds: 15 * minutes,
        }),
      },
      freshLinkLimits: {
        byAddress: createLimiter(database, {
          name: 'fresh-link-address',
          points: 30,
          perSeconds: 60 * minutes,
        }),
        byInvitation: createLimiter(database, {
          name: 'fresh-link-invitation',
          points: 5,
          perSeconds: 60 * minutes,
        }),
      },
      clock,
      log: pino({ level: environment.logLevel, base: { process: 'portal' } }),
    },
    ready: () => database.ping(),
    close: () => database.close(),
  }
}

const now = () => Date.now() as Instant

const systemClock: Clock = { businessNow: now, wallNow: now }
