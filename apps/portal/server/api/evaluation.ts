import { type AccessAnswer, type AccessDesk, type MeantMember, meantMember } from '@seatkeeper/db'
import type { AccessDecision, Instant } from '@seatkeeper/rules'
import {
  type AccessApiReason,
  accessApiText,
  accessSentence,
  UTC_VIEWER,
  type Viewer,
} from '@seatkeeper/wording'
import type { RequestHandler, Response } from 'express'
import type { Clock } from '../../app/server/scope.ts'
import { sendMalformed } from './problem.ts'
import { answering, presentedKey, refuseKey } from './request.ts'
import { type DecisionResponse, evaluationRequest, evaluationsRequest, type Question } from './schemas.ts'

interface Parts {
  readonly desk: AccessDesk
  readonly clock: Clock
}

/**
 * How long an answer may be kept, at most: a user who is removed is out after that, one who is added is in. Never beyond the
 * answer's own next change.
 */
const KEEP_SECONDS = { granted: 30, denied: 5 }

/** ACC-03 `POST /access/v1/evaluation`: may this person sign in now? */
export function evaluation({ desk, clock }: Parts): RequestHandler {
  return answering(async (request, response) => {
    const keyHash = presentedKey(request, response)
    if (keyHash === null) return
    const read = evaluationRequest.safeParse(request.body)
    if (!read.success) return sendMalformed(response, read.error)
    const answers = await decideAll({ desk, clock }, keyHash, [read.data], response)
    if (answers) send(response, answers, answers[0]!)
  })
}

/** ACC-03 `POST /access/v1/evaluations`: the same for many, with defaults, in one go. */
export function evaluations({ desk, clock }: Parts): RequestHandler {
  return answering(async (request, response) => {
    const keyHash = presentedKey(request, response)
    if (keyHash === null) return
    const read = evaluationsRequest.safeParse(request.body)
    if (!read.success) return sendMalformed(response, read.error)
    const { evaluations: given = [], options, ...defaults } = read.data
    // Without a list it is a single evaluation, in its form and in its answer.
    if (given.length === 0) {
      const single = evaluationRequest.safeParse(defaults)
      if (!single.success) return sendMalformed(response, single.error)
      const answers = await decideAll({ desk, clock }, keyHash, [single.data], response)
      if (answers) send(response, answers, answers[0]!)
      return
    }
    const questions = given.map((one) => ({ ...defaults, ...one }))
    const answers = await decideAll({ desk, clock }, keyHash, questions, response)
    if (!answers) return
    const shown = upTo(answers, options?.evaluations_semantic ?? 'execute_all')
    send(response, shown, { evaluations: shown })
  })
}

/** Answers up to the first that settles the whole. All are read together anyway: there is nothing to save but bytes. */
function upTo(answers: readonly DecisionResponse[], semantic: string): readonly DecisionResponse[] {
  const settles = { deny_on_first_deny: false, permit_on_first_permit: true }[semantic]
  const first = settles === undefined ? -1 : answers.findIndex(({ decision }) => decision === settles)
  return first === -1 ? answers : answers.slice(0, first + 1)
}

/** Null: the key has been refused. */
async function decideAll(
  { desk, clock }: Parts,
  keyHash: Buffer,
  questions: readonly Question[],
  response: Response,
): Promise<readonly DecisionResponse[] | null> {
  const now = clock.businessNow()
  const scope = 'access.evaluate'
  const answer = await desk.ask({
    keyHash,
    scope,
    members: questions.map(memberMeant),
    now,
    wallNow: clock.wallNow(),
  })
  if (answer.key !== 'good') {
    refuseKey(response, answer.key, scope)
    return null
  }
  return questions.map((question, n) => {
    const beside = besideThePoint(question, answer.organizationId)
    if (beside) return unanswerable(beside, now)
    const one = answer.answers[n] ?? null
    return one === null ? unanswerable('unknown-user', now) : decided(one, question, now)
  })
}

const memberMeant = ({ subject }: Question): MeantMember | null =>
  subject?.type === 'user' ? meantMember(subject.id) : null

/** Closed unless all three parts are what is decided here. */
function besideThePoint(
  { subject, action, resource }: Question,
  organizationId: string,
): AccessApiReason | null {
  if (!subject || !action || !resource) return 'incomplete'
  if (resource.type !== 'organization' || resource.id.toLowerCase() !== organizationId)
    return 'unknown-resource'
  return action.name === 'sign-in' ? null : 'unknown-action'
}

function unanswerable(reason: AccessApiReason, now: Instant): DecisionResponse {
  const sentence = accessApiText[reason]
  return {
    decision: false,
    context: {
      reason,
      sentence,
      ...moments(now, null),
      ...(reason === 'incomplete' && { error: { status: 400, message: sentence } }),
    },
  }
}

function decided(
  { memberId, decision }: AccessAnswer,
  { context }: Question,
  now: Instant,
): DecisionResponse {
  const granted = decision.kind === 'grant'
  return {
    decision: granted,
    context: {
      reason: granted ? 'allowed' : decision.reason,
      sentence: sentenceOf(decision, context?.time_zone),
      ...moments(now, decision.nextChange),
      member_id: memberId,
    },
  }
}

function moments(now: Instant, nextChange: Instant | null) {
  return {
    evaluated_at: new Date(now).toISOString(),
    next_change: nextChange === null ? null : new Date(nextChange).toISOString(),
    next_change_ms: nextChange,
  }
}

/** Most people asked about are in the same few stays, and wording a moment costs more than deciding on it. */
const wordedGrants = new Map<number | null, string>()
const MOST_WORDED = 1_000

function sentenceOf(decision: AccessDecision, zone: string | undefined): string {
  if (zone !== undefined || decision.kind === 'refuse') return accessSentence(decision, viewerIn(zone))
  const { closesAt } = decision
  const known = wordedGrants.get(closesAt)
  if (known !== undefined) return known
  const sentence = accessSentence(decision)
  if (wordedGrants.size >= MOST_WORDED) wordedGrants.clear()
  wordedGrants.set(closesAt, sentence)
  return sentence
}

/** A zone that nobody knows is as good as none. */
function viewerIn(zone: string | undefined): Viewer {
  if (zone === undefined) return UTC_VIEWER
  try {
    return { zone: new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone }
  } catch {
    return UTC_VIEWER
  }
}

function send(response: Response, answers: readonly DecisionResponse[], body: object): void {
  const seconds = Math.min(...answers.map(keepSeconds))
  response.set('Cache-Control', `private, max-age=${seconds}`).set('Vary', 'Authorization')
  response.type('application/json').send(JSON.stringify(body))
}

function keepSeconds({ decision, context }: DecisionResponse): number {
  const most = decision ? KEEP_SECONDS.granted : KEEP_SECONDS.denied
  if (context.next_change_ms === null) return most
  return Math.min(most, Math.floor((context.next_change_ms - Date.parse(context.evaluated_at)) / 1000))
}
