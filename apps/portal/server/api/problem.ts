import type { ErrorRequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Problem } from './schemas.ts'

/** What can be wrong with a request as a whole, as RFC 9457 writes it. A denied sign-in is no problem but an answer. */
const problems = {
  malformed: { status: 400, title: 'The request can’t be read' },
  'wrong-host': { status: 400, title: 'This address is not served here' },
  'no-key': { status: 401, title: 'An API key is needed' },
  'bad-key': { status: 401, title: 'This API key opens nothing' },
  'missing-scope': { status: 403, title: 'This API key may not do that' },
  'wrong-method': { status: 405, title: 'This address takes no such method' },
  'too-large': { status: 413, title: 'That is too much at once' },
  'not-json': { status: 415, title: 'That was not JSON' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const

export type ProblemKind = keyof typeof problems

export function sendProblem(
  response: Response,
  kind: ProblemKind,
  detail: string,
  errors?: Problem['errors'],
): void {
  const { status, title } = problems[kind]
  const body: Problem = {
    type: `urn:seatkeeper:problem:${kind}`,
    title,
    status,
    detail,
    request_id: response.locals.scope.requestId,
    ...(errors && { errors }),
  }
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(body))
}

/** The body is not what the schema says: where, and what was expected there. */
export function sendMalformed(response: Response, { issues }: z.ZodError): void {
  const errors = issues.slice(0, 20).map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message,
  }))
  sendProblem(response, 'malformed', 'The body does not have the form that /openapi.json describes.', errors)
}

/** Words what reading a body can find wrong; anything else is our own fault and told as one. */
export const apiFault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error)
    return
  }
  const status = (error as { status?: unknown } | null)?.status
  if (status === 413) {
    sendProblem(response, 'too-large', 'A body has at most 256 KB here. Send several requests instead.')
  } else if (status === 415) {
    sendProblem(response, 'not-json', 'Send the body as UTF-8, and not compressed.')
  } else if (typeof status === 'number' && status >= 400 && status < 500) {
    sendProblem(response, 'malformed', 'The body is not JSON, or was cut off on its way.')
  } else {
    response.locals.scope.log.error({ err: error }, 'an API request failed')
    sendProblem(response, 'internal', 'Nothing in the request caused it. Please send it again later.')
  }
}
