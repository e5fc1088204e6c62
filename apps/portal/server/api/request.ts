import { apiKeyHash } from '@seatkeeper/db'
import type { Scope } from '@seatkeeper/rules'
import type { Request, RequestHandler, Response } from 'express'
import express from 'express'
import { sendProblem } from './problem.ts'

/** The host is ours, whoever asks: links in the answers are made from it. */
export function servedHost(origins: ReadonlyMap<string, string>): RequestHandler {
  return (request, response, next) => {
    if (origins.has((request.headers.host ?? '').toLowerCase())) next()
    else sendProblem(response, 'wrong-host', 'Use the address that Settings → API keys shows.')
  }
}

/** A caller's own number for the request comes back, as the AuthZEN specification wants it; our log has both. */
export const echoRequestId: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id']
  if (typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given)) response.set('X-Request-ID', given)
  response.set('X-Content-Type-Options', 'nosniff')
  response.set('Cache-Control', 'no-store')
  next()
}

/** Reads a JSON body whole, within its limit and without unpacking. */
export const jsonBody: RequestHandler[] = [
  (request, response, next) => {
    if (request.is('application/json')) next()
    else sendProblem(response, 'not-json', 'Send the body as JSON, with Content-Type: application/json.')
  },
  express.json({ limit: '256kb', inflate: false, type: 'application/json' }),
]

/** The hash of the key that the request brings, or null once it has been told that it brings none. */
export function presentedKey(request: Request, response: Response): Buffer | null {
  const given = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  const hash = given === undefined ? null : apiKeyHash(given)
  if (hash) return hash
  response.set('WWW-Authenticate', challenge(given === undefined ? null : 'invalid_token'))
  if (given === undefined) {
    sendProblem(
      response,
      'no-key',
      'Send it as Authorization: Bearer seat_… Admins make keys in Settings → API keys.',
    )
  } else sendBadKey(response)
  return null
}

/** Refuses a key that the database does not know as good. Why it is not is nobody's business. */
export function refuseKey(response: Response, verdict: 'unknown' | 'scope-missing', scope: Scope): void {
  if (verdict === 'unknown') {
    response.set('WWW-Authenticate', challenge('invalid_token'))
    sendBadKey(response)
  } else {
    response.set('WWW-Authenticate', `${challenge('insufficient_scope')}, scope="${scope}"`)
    sendProblem(
      response,
      'missing-scope',
      `It lacks the scope ${scope}. Make a key that has it in Settings → API keys.`,
    )
  }
}

function sendBadKey(response: Response): void {
  sendProblem(
    response,
    'bad-key',
    'It is unknown, was revoked, or has run out. Make a new one in Settings → API keys.',
  )
}

const challenge = (error: string | null) =>
  `Bearer realm="Seatkeeper"${error === null ? '' : `, error="${error}"`}`

/** An express handler that may wait; what it throws goes to the fault handler. */
export function answering(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    work(request, response).catch(next)
  }
}
