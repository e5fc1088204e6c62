import { z } from 'zod'

/**
 * What the API takes and gives. The OpenAPI document is made from these very schemas (ECO-01). Objects are open, as
 * the AuthZEN specification wants it: what we do not know is let pass.
 */

/** A longer list would make everybody else wait for it. */
export const MOST_AT_ONCE = 100

const name = z.string().min(1).max(200)
const properties = z.record(z.string(), z.unknown()).optional()

const subject = z
  .looseObject({
    type: name.describe('user'),
    id: z
      .string()
      .min(1)
      .max(320)
      .describe('The user’s e-mail address, in any spelling, or their identity here.'),
    properties,
  })
  .describe('Who wants to sign in.')
const action = z.looseObject({ name: name.describe('sign-in'), properties }).describe('What they want to do.')
const resource = z
  .looseObject({
    type: name.describe('organization'),
    id: name.describe('The identity of the key’s organization, as Settings → API keys shows it.'),
    properties,
  })
  .describe('Where.')
const context = z
  .looseObject({
    time_zone: z
      .string()
      .max(100)
      .optional()
      .describe('IANA zone of the person, e.g. America/New_York: sentences give its times beside UTC.'),
  })
  .describe('Circumstances. Only the time zone is looked at; the time is always ours.')

export const evaluationRequest = z.looseObject({ subject, action, resource, context: context.optional() })

const parts = {
  subject: subject.optional(),
  action: action.optional(),
  resource: resource.optional(),
  context: context.optional(),
}

export const evaluationsRequest = z.looseObject({
  ...parts,
  evaluations: z
    .array(z.looseObject(parts))
    .max(MOST_AT_ONCE)
    .optional()
    .describe(
      'What is left out of one is taken from the defaults above. Without any, the defaults are the one question.',
    ),
  options: z
    .looseObject({
      evaluations_semantic: z
        .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
        .default('execute_all'),
    })
    .optional(),
})

export type Question = z.output<typeof evaluationsRequest>['evaluations'] extends (infer One)[] | undefined
  ? One
  : never

const instant = z.iso.datetime().describe('UTC, with milliseconds.')
const epochMs = z.int().describe('The same moment in milliseconds since 1970.')

export const decisionReason = z.enum([
  'allowed',
  'not-yet-open',
  'closed',
  'no-season',
  'not-signed-up',
  'deactivated',
  'member-removed',
  'account-locked',
  'unknown-user',
  'unknown-action',
  'unknown-resource',
  'incomplete',
])

export const decisionResponse = z.object({
  decision: z.boolean(),
  context: z.object({
    reason: decisionReason,
    sentence: z.string().describe('The reason in words, for the person who signs in.'),
    evaluated_at: instant,
    next_change: instant
      .nullable()
      .describe('When the answer next changes if nobody changes anything; null: never.'),
    next_change_ms: epochMs.nullable(),
    member_id: z.uuid().optional(),
    error: z.object({ status: z.int(), message: z.string() }).optional(),
  }),
})

export type DecisionResponse = z.output<typeof decisionResponse>

export const decisionsResponse = z.object({ evaluations: z.array(decisionResponse) })

export const signInsRequest = z.looseObject({
  sign_ins: z
    .array(
      z.looseObject({
        subject,
        at: z.iso
          .datetime({ offset: true })
          .optional()
          .describe(
            'When your product completed it; left out: now. Say it, so that a report sent twice is the same report.',
          ),
      }),
    )
    .min(1)
    .max(MOST_AT_ONCE),
})

export const signInsResponse = z.object({
  sign_ins: z
    .array(
      z.object({
        counted: z.boolean(),
        reason: z.enum([
          'counted',
          'first-sign-in',
          ...decisionReason.exclude(['allowed', 'unknown-action', 'unknown-resource', 'incomplete']).options,
          'invitation-expired',
        ]),
        sentence: z.string(),
        member_id: z.uuid().optional(),
      }),
    )
    .describe('In the order of the request.'),
})

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
})

export type Problem = z.output<typeof problem>
