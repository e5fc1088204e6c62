import type { ServerBuild } from '@remix-run/node'
import { createRequestHandler } from '@remix-run/node'
import type { RequestHandler } from 'express'
import type { Refused } from '../../app/server/scope.ts'
import { send } from '../remix-adapter.ts'
import { refuseWithPage } from './refusal-page.ts'

/**
 * Lets the guard refuse in the page: with JavaScript a page asks for data (`….data`), and a page of HTML in place of it would
 * be shown as a fault. What was refused goes no further; in its place an empty request of our own, without cookies or
 * body, is asked of the sign-in page, whose builder answers with nothing but the refusal (`app/server/routes/page.ts`).
 */
export function refusalAsData(
  build: ServerBuild | (() => Promise<ServerBuild>),
  mode: 'production' | 'development',
): RequestHandler {
  const handle = createRequestHandler(build, mode)
  return (request, response, next) => {
    const scope = response.locals.scope
    if (request.path.endsWith('.data')) {
      response.locals.refuseAsData = (refused: Refused) => {
        // Once only: should this fail, the page of HTML is left.
        delete response.locals.refuseAsData
        const method = request.method === 'POST' ? 'POST' : 'GET'
        const stand = new Request('http://portal.invalid/sign-in.data', { method })
        handle(stand, { ...scope, refused })
          .then((answer) => send(answer, request, response))
          .catch((error: unknown) => {
            scope.log.error({ err: error }, 'a refusal could not be said in the page')
            if (!response.headersSent) refuseWithPage(response, refused)
          })
      }
    }
    next()
  }
}
