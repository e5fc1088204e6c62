import { createAccessDesk } from '@seatkeeper/db'
import express, { type RequestHandler } from 'express'
import type { Services } from '../../app/server/scope.ts'
import { learnTime } from '../learn-time.ts'
import { evaluation, evaluations } from './evaluation.ts'
import { openApiDocument } from './openapi.ts'
import { apiFault, sendProblem } from './problem.ts'
import { echoRequestId, jsonBody, servedHost } from './request.ts'
import { signIns } from './sign-ins.ts'

/**
 * The API of the vendor's product. It stands before the pages and shares nothing with them: no cookies, no forms, no HTML; who
 * comes is proved by a key. What is not its own goes on.
 */
export function createApi(options: {
  readonly services: Services
  readonly origins: ReadonlyMap<string, string>
}): express.Router {
  const { services, origins } = options
  const { database, clock, portalUrl } = services
  const desk = createAccessDesk(database)
  const before = [echoRequestId, servedHost(origins)]
  const router = express.Router({ caseSensitive: true, strict: true })

  const takes = (path: string, handler: RequestHandler) => {
    router.post(path, before, jsonBody, learnTime(clock), handler)
    router.all(path, before, otherMethod('POST'))
  }
  takes('/access/v1/evaluation', evaluation({ desk, clock }))
  takes('/access/v1/evaluations', evaluations({ desk, clock }))
  takes('/access/v1/sign-ins', signIns({ database, clock }))

  const gives = (path: string, body: object) => {
    const text = JSON.stringify(body)
    const give: RequestHandler = (_request, response) => {
      response.set('Cache-Control', 'public, max-age=300').type('application/json').send(text)
    }
    router.get(path, before, give)
    router.all(path, before, otherMethod('GET, HEAD'))
  }
  gives('/.well-known/authzen-configuration', {
    policy_decision_point: portalUrl,
    access_evaluation_endpoint: `${portalUrl}/access/v1/evaluation`,
    access_evaluations_endpoint: `${portalUrl}/access/v1/evaluations`,
  })
  gives('/openapi.json', openApiDocument(services))

  router.use(['/access/v1/evaluation', '/access/v1/evaluations', '/access/v1/sign-ins'], apiFault)
  return router
}

const otherMethod =
  (allowed: string): RequestHandler =>
  (_request, response) => {
    response.set('Allow', allowed)
    sendProblem(response, 'wrong-method', `It takes ${allowed}.`)
  }
