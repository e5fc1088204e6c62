import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import type { Scope } from '@seatkeeper/rules'
import type { z } from 'zod'
import {
  decisionResponse,
  decisionsResponse,
  evaluationRequest,
  evaluationsRequest,
  problem,
  signInsRequest,
  signInsResponse,
} from './schemas.ts'

interface Address {
  readonly path: string
  readonly scope: Scope
  readonly summary: string
  readonly description: string
  readonly takes: z.ZodType
  readonly gives: z.ZodType
}

const addresses: readonly Address[] = [
  {
    path: '/access/v1/evaluation',
    scope: 'access.evaluate',
    summary: 'May this user sign in now?',
    description:
      'Access evaluation after the OpenID AuthZEN Authorization API 1.0. A denied sign-in is an answer with status 200. Cache-Control says how long it may be kept.',
    takes: evaluationRequest,
    gives: decisionResponse,
  },
  {
    path: '/access/v1/evaluations',
    scope: 'access.evaluate',
    summary: 'May these users sign in now?',
    description: 'Up to 100 evaluations after AuthZEN, with defaults, in one request.',
    takes: evaluationsRequest,
    gives: decisionsResponse,
  },
  {
    path: '/access/v1/sign-ins',
    scope: 'sign-ins.report',
    summary: 'Report completed sign-ins',
    description:
      'Up to 100 sign-ins that your product has completed. The first one of a user makes them active. They may come late, twice and in any order; what access denied at its own moment is not counted and noted in the audit log.',
    takes: signInsRequest,
    gives: signInsResponse,
  },
]

const refused = {
  400: 'The request can’t be read',
  401: 'No key, or one that opens nothing',
  403: 'The key lacks the scope',
  413: 'The body is too large',
  415: 'The body is not JSON',
}

/** ECO-01: the description that clients are made from, out of the schemas that requests are checked with. */
export function openApiDocument(options: {
  readonly productName: string
  readonly portalUrl: string
}): object {
  const registry = new OpenAPIRegistry()
  const security = registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of one organization, made in Settings → API keys: Authorization: Bearer seat_…',
  })
  const problems = Object.entries(refused).map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: problem } } },
  ])
  for (const { path, scope, summary, description, takes, gives } of addresses) {
    registry.registerPath({
      method: 'post',
      path,
      summary,
      description: `${description}\n\nScope: \`${scope}\`.`,
      tags: ['Access'],
      security: [{ [security.name]: [] }],
      request: { body: { required: true, content: { 'application/json': { schema: takes } } } },
      responses: {
        200: { description: 'Answered', content: { 'application/json': { schema: gives } } },
        ...Object.fromEntries(problems),
      },
    })
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: options.productName, version: '1' },
    servers: [{ url: options.portalUrl }],
  })
}
