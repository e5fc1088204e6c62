import { type Database, meantMember, reportSignIns, type SignInVerdict } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { accessApiText, refusalSentence } from '@seatkeeper/wording'
import type { RequestHandler } from 'express'
import type { z } from 'zod'
import type { Clock } from '../../app/server/scope.ts'
import { sendMalformed, sendProblem } from './problem.ts'
import { answering, presentedKey, refuseKey } from './request.ts'
import { signInsRequest, type signInsResponse } from './schemas.ts'

/** Clocks differ a little: what comes from the next minute happened now. */
const AHEAD_MS = 60_000

type Line = z.output<typeof signInsResponse>['sign_ins'][number]

/** ACC-06 `POST /access/v1/sign-ins`: sign-ins that the vendor's product has completed. */
export function signIns({
  database,
  clock,
}: {
  readonly database: Database
  readonly clock: Clock
}): RequestHandler {
  return answering(async (request, response) => {
    const keyHash = presentedKey(request, response)
    if (keyHash === null) return
    const read = signInsRequest.safeParse(request.body)
    if (!read.success) return sendMalformed(response, read.error)
    const now = clock.businessNow()
    const given = read.data.sign_ins.map(({ subject, at }) => ({
      member: subject.type === 'user' ? meantMember(subject.id) : null,
      at: at === undefined ? now : (Date.parse(at) as Instant),
    }))
    const ahead = given.findIndex(({ at }) => at > now + AHEAD_MS)
    if (ahead !== -1) {
      return sendProblem(
        response,
        'malformed',
        'A sign-in that is still to come can’t have been completed.',
        [{ pointer: `/sign_ins/${ahead}/at`, message: `It is ${new Date(now).toISOString()} here.` }],
      )
    }
    // Nobody was a member in 1969, whose moments are below zero.
    const reports = given.map(({ member, at }) => ({ member, at: Math.min(Math.max(at, 0), now) as Instant }))
    const context = { em: database.product(), now, wallNow: clock.wallNow() }
    const answer = await reportSignIns(context, { keyHash, reports })
    if (answer.key !== 'good') return refuseKey(response, answer.key, 'sign-ins.report')
    response.type('application/json').send(JSON.stringify({ sign_ins: answer.verdicts.map(lineOf) }))
  })
}

function lineOf(verdict: SignInVerdict): Line {
  if (verdict.kind === 'grant') {
    const { joins, memberId } = verdict
    return {
      counted: true,
      reason: joins ? 'first-sign-in' : 'counted',
      sentence: joins ? 'Counted: their first sign-in, so they are active now.' : 'Counted.',
      member_id: memberId,
    }
  }
  return verdict.reason === 'not-found'
    ? { counted: false, reason: 'unknown-user', sentence: accessApiText['unknown-user'] }
    : { counted: false, reason: verdict.reason, sentence: `Not counted. ${refusalSentence(verdict)}` }
}
