import { createDatabase, createLimiter, createProcessClock, requireUnmovableClock } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
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
export async function compose(environment: Environment, given?: Clock): Promise<Composition> {
  const database = await createDatabase({ url: environment.databaseUrl, applicationName: 'portal' })
  const { mode } = environment
  const gateway = environment.payments && createStripeGateway(environment.payments)
  const clock = given ?? createProcessClock({ mode, em: () => database.identity() })
  return {
    services: {
      productName: environment.productName,
      billingContact: environment.billingContact,
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
      resetLimits: {
        byAddress: createLimiter(database, { name: 'reset-address', points: 30, perSeconds: 60 * minutes }),
        byEmail: createLimiter(database, { name: 'reset-email', points: 5, perSeconds: 60 * minutes }),
        triesByAddress: createLimiter(database, { name: 'reset-try', points: 30, perSeconds: 15 * minutes }),
      },
      factorLimits: {
        // Twenty an hour at a million codes, three of which are right at a time: one in seven hundred a day.
        byPerson: createLimiter(database, { name: 'factor-person', points: 20, perSeconds: 60 * minutes }),
        byAddressAndPerson: createLimiter(database, {
          name: 'factor-pair',
          points: 8,
          perSeconds: 15 * minutes,
        }),
      },
      emailChangeLimits: {
        byPerson: createLimiter(database, { name: 'email-change', points: 5, perSeconds: 60 * minutes }),
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
      payments: environment.payments && {
        gateway: gateway!,
        webhookSecrets: environment.payments.webhookSecrets,
        hostedPages: new URL(environment.payments.apiUrl ?? 'https://checkout.stripe.com').origin,
      },
      taxService: environment.payments?.taxService === true ? gateway : null,
      sandboxUrl: environment.sandboxUrl,
      log: pino({ level: environment.logLevel, base: { process: 'portal' } }),
    },
    async ready() {
      await database.ping()
      if (mode === 'production') await requireUnmovableClock(database.identity())
    },
    close: () => database.close(),
  }
}
