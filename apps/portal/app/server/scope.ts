import type { ClockState, Database, Limiter } from '@seatkeeper/db'
import type { PaymentGateway, TaxService } from '@seatkeeper/payments'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'

/** What every request of this process shares; made once, by the composition root. */
export interface Services {
  readonly productName: string
  /** Whom customers ask for what they can't buy themselves (BILL-14); null: it is not said. */
  readonly billingContact: string | null
  /** The address people use, without a trailing slash. */
  readonly portalUrl: string
  /** Signs form tokens and sign-up links. */
  readonly appSecret: string
  readonly database: Database
  readonly signInLimits: SignInLimits
  readonly freshLinkLimits: FreshLinkLimits
  readonly resetLimits: ResetLimits
  readonly factorLimits: FactorLimits
  readonly emailChangeLimits: { readonly byPerson: Limiter }
  readonly clock: Clock
  /** The payment processor and the secrets of its webhooks; null where no card can be entered. */
  readonly payments: {
    readonly gateway: PaymentGateway
    readonly webhookSecrets: readonly string[]
    /** The origin of the processor's own pages, to which a form of ours may lead. */
    readonly hostedPages: string
  } | null
  /** The processor's tax service; null: taxes are reckoned by the table of rates. */
  readonly taxService: TaxService
  /** Where the demo's stand-ins show what happened; null in production. */
  readonly sandboxUrl: string | null
  readonly log: Logger
}

/** Guesses at passwords, counted together by all replicas. */
export interface SignInLimits {
  /** One address trying many people. */
  readonly byAddress: Limiter
  /** Many addresses trying one person. */
  readonly byEmail: Limiter
  /** One address trying one person: the tightest, because it locks nobody else out. */
  readonly byAddressAndEmail: Limiter
}

/** Guesses at second factors: there are only a million codes. */
export interface FactorLimits {
  readonly byPerson: Limiter
  readonly byAddressAndPerson: Limiter
}

/** Wishes for links that set a new password, and tries to use one. */
export interface ResetLimits {
  readonly byAddress: Limiter
  readonly byEmail: Limiter
  readonly triesByAddress: Limiter
}

/** Wishes for fresh sign-up links, each of which may send a mail. */
export interface FreshLinkLimits {
  readonly byAddress: Limiter
  readonly byInvitation: Limiter
}

/**
 * The two nows. Business: contracts, windows, invitations; movable in the sandbox. Wall: sessions and
 * limits. This is the edge of the process: nothing below it asks for the time.
 */
export interface Clock {
  businessNow(): Instant
  wallNow(): Instant
  /** Learns how a movable business clock stands; awaited before each request. Left out: nobody can move it. */
  refresh?(): Promise<void>
  /** As last learnt; null: nobody can move it. */
  state?(): ClockState | null
}

/** What the guard says to a request that it does not let pass. */
export interface Refused {
  readonly status: number
  readonly title: string
  readonly advice: string
}

/** What belongs to one request, from the guard to the last byte. */
export interface RequestScope {
  readonly services: Services
  readonly requestId: string
  readonly nonce: string
  readonly log: Logger
  /** Where the request came from: the socket, or what a configured proxy says. */
  readonly clientAddress: string
  /** Present: the guard has refused the request, and this is all that is answered, whatever the route. */
  readonly refused?: Refused
  /** Sets a cookie on whatever response leaves in the end, a refusal or an error page included. */
  readonly setCookie: (cookie: string) => void
}

declare module '@remix-run/node' {
  interface AppLoadContext extends RequestScope {}
}
