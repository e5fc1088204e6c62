import type { RequestHandler } from 'express'
import type { Clock } from '../app/server/scope.ts'

/**
 * OPS-04: before anything is answered, how the demo's business clock stands. A request that comes after somebody has moved
 * it, here or in another process, is never answered with the old time.
 */
export function learnTime(clock: Clock): RequestHandler {
  return (_request, _response, next) => {
    if (clock.refresh === undefined) next()
    else clock.refresh().then(() => next(), next)
  }
}
