import type { RequestHandler } from 'express'
import { refuseWithPage } from './refusal-page.ts'

/**
 * Serves the hosts that this installation has, and no other: links in pages and mails, cookies and the check of
 * origins all rest on it. What a proxy or a stranger says about hosts in forwarded headers is not read at all
 * and does not reach the application.
 *
 * @param origins Host as it stands in the `Host` header, to the origin that it is served under.
 */
export function hostGuard(origins: ReadonlyMap<string, string>): RequestHandler {
  return (request, response, next) => {
    const origin = origins.get((request.headers.host ?? '').toLowerCase())
    if (origin === undefined) {
      refuseWithPage(response, {
        status: 400,
        title: 'This address is not served here',
        advice: 'Please use the address that your administrator gave you.',
      })
      return
    }
    for (const name of Object.keys(request.headers)) {
      if (name === 'forwarded' || name.startsWith('x-forwarded-')) delete request.headers[name]
    }
    response.locals.origin = origin
    next()
  }
}
