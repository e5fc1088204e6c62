import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import express from 'express'
import type { Services } from '../app/server/scope.ts'
import { createApi } from './api/api.ts'
import { paymentWebhooks } from './webhooks/payments.ts'
import { addressGuard } from './guard/address.ts'
import { bodyFault, bodyGuard } from './guard/body.ts'
import { hostGuard } from './guard/host.ts'
import { methodGuard } from './guard/method.ts'
import { originGuard } from './guard/origin.ts'
import { refusalAsData } from './guard/refusal-as-data.ts'
import { refuseWithPage } from './guard/refusal-page.ts'
import { healthEndpoints } from './health.ts'
import { learnTime } from './learn-time.ts'
import { remixAdapter } from './remix-adapter.ts'
import { requestScope } from './request-scope.ts'
import { securityHeaders } from './security-headers.ts'

export interface ApplicationParts {
  readonly services: Services
  readonly build: ServerBuild | (() => Promise<ServerBuild>)
  /** Host → origin, from the environment. */
  readonly origins: ReadonlyMap<string, string>
  readonly trustedProxies: readonly string[]
  /** Answers whether the database can be asked. */
  readonly ready: () => Promise<void>
  /** The folder of the built browser files, or in development what serves them. */
  readonly browserFiles: { readonly folder: string } | { readonly middleware: RequestHandler }
}

/** The portal as one express application: guard, browser files, then Remix. It listens nowhere by itself. */
export function createApplication(parts: ApplicationParts): Express {
  const { services } = parts
  const development = 'middleware' in parts.browserFiles
  const mode = development ? 'development' : 'production'
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false)

  app.use(requestScope(services))
  app.use(createApi({ services, origins: parts.origins }))
  app.use(paymentWebhooks(services))
  app.use(
    securityHeaders({
      secure: services.portalUrl.startsWith('https:'),
      development,
      ...(services.payments && { hostedPages: services.payments.hostedPages }),
    }),
  )
  app.use(refusalAsData(parts.build, mode))
  // Probes come by address, not by name: they are answered before the host is looked at.
  app.use(healthEndpoints(parts.ready))
  app.use(methodGuard, hostGuard(parts.origins), addressGuard, originGuard)
  app.use(compression())
  if ('folder' in parts.browserFiles) app.use(browserFiles(parts.browserFiles.folder))
  else app.use(parts.browserFiles.middleware)
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'private, no-store')
    next()
  })
  app.use(bodyGuard, bodyFault)
  app.use(learnTime(services.clock))
  app.use(remixAdapter(parts.build, (response) => ({ ...response.locals.scope }), mode))
  app.use(lastFault)
  return app
}

/** Built files carry a hash of their content in their names: a browser need never ask for one again. */
function browserFiles(folder: string): express.Router {
  const router = express.Router()
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
    }),
    (_request, response) => void response.status(404).type('text').send('No such file.'),
  )
  router.use(express.static(folder, { maxAge: '1h', index: false, redirect: false }))
  // What browsers ask for by themselves where an answer is no page that names its icon.
  router.get('/favicon.ico', (_, response) => response.redirect(301, '/favicon.svg'))
  return router
}

const lastFault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  response.locals.scope.log.error({ err: error }, 'a request failed outside the pages')
  if (response.headersSent) {
    next(error)
    return
  }
  refuseWithPage(response, {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Nothing you typed caused it. Please try again; if it stays, send us the request’s number below.',
  })
}
