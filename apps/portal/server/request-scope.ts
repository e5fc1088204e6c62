import { randomBytes, randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Services } from '../app/server/scope.ts'
import { loggedPath } from './logged-path.ts'

/** Gives each request its number, nonce, log and cookie jar, and writes one line when it is answered. */
export function requestScope(services: Services): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID()
    const log = services.log.child({ requestId })
    const began = performance.now()
    const path = loggedPath(request.path)
    response.locals.scope = {
      services,
      requestId,
      nonce: randomBytes(16).toString('base64'),
      log,
      clientAddress: request.ip ?? '',
      setCookie: (cookie) => void response.append('Set-Cookie', cookie),
    }
    response.set('X-Request-Id', requestId)
    response.once('close', () => {
      const answered = {
        method: request.method,
        path,
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
        ...(response.writableFinished ? {} : { aborted: true }),
      }
      if (response.statusCode >= 500) log.error(answered, 'request failed')
      else log.info(answered, 'request')
    })
    next()
  }
}
