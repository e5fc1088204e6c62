import express from 'express'

const answerWithinMs = 2_000

/**
 * ECO-07 `/healthz`: the process answers. `/readyz`: and so does the database, so that traffic may come.
 *
 * @param ready Resolves when the database has answered, rejects when it cannot.
 */
export function healthEndpoints(ready: () => Promise<void>): express.Router {
  const router = express.Router()
  router.use(['/healthz', '/readyz'], (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/healthz', (_request, response) => void response.type('text').send('ok\n'))
  router.get('/readyz', (_request, response) => {
    within(answerWithinMs, ready()).then(
      () => response.type('text').send('ready\n'),
      (error: unknown) => {
        response.locals.scope.log.warn({ err: error }, 'not ready')
        response.status(503).type('text').send('not ready\n')
      },
    )
  })
  return router
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
