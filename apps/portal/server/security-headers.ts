import helmet from 'helmet'
import type { RequestHandler } from 'express'

/**
 * The headers that every answer carries. The policy lets run only what this origin serves and what bears the
 * request's nonce: no inline script or style gets in, whatever a member's name may contain.
 *
 * `same-origin` and not `no-referrer`: under the latter browsers send `Origin: null` with our own forms. The
 * addresses that hold a sign-up token are withheld from other sites all the same.
 */
export function securityHeaders(options: {
  readonly secure: boolean
  readonly development: boolean
  /** The origin of the payment processor's pages: the form that begins a card entry is answered with a redirect there. */
  readonly hostedPages?: string
}): RequestHandler {
  const nonce = (_request: unknown, response: unknown) =>
    `'nonce-${(response as { locals: { scope: { nonce: string } } }).locals.scope.nonce}'`
  const hotReload = options.development ? ["'unsafe-inline'"] : []
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", nonce],
        styleSrc: options.development ? ["'self'", ...hotReload] : ["'self'", nonce],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: options.development ? ["'self'", 'ws:'] : ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'", ...(options.hostedPages === undefined ? [] : [options.hostedPages])],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(options.secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  return (request, response, next) => {
    response.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
    protect(request, response, next)
  }
}
