import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import { createRequestHandler, writeReadableStreamToWritable } from '@remix-run/node'
import type { Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express'

/**
 * Hands a request that has passed the guard to Remix, and Remix's answer back.
 *
 * Our own, because the framework's adapter builds the address from headers that anybody can send
 * (`X-Forwarded-Host`), fails with 500 on a junk `Host`, and streams a body that nobody has measured.
 * Here the origin comes from the guard's verdict and the body has been read, within its limit, before.
 */
export function remixAdapter(
  build: ServerBuild | (() => Promise<ServerBuild>),
  contextOf: (response: ExpressResponse) => AppLoadContext,
  mode: 'production' | 'development',
): RequestHandler {
  const handle = createRequestHandler(build, mode)
  return (request, response, next) => {
    const answer = async () => {
      await send(await handle(webRequest(request, response), contextOf(response)), request, response)
    }
    answer().catch(next)
  }
}

function webRequest(request: ExpressRequest, response: ExpressResponse): Request {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  return new Request(new URL(request.originalUrl, response.locals.origin), {
    method: request.method,
    headers,
    signal: controller.signal,
    ...(hasBody && Buffer.isBuffer(request.body) ? { body: new Uint8Array(request.body) } : {}),
  })
}

export async function send(
  answer: Response,
  request: ExpressRequest,
  response: ExpressResponse,
): Promise<void> {
  response.status(answer.status)
  for (const [name, value] of answer.headers) response.append(name, value)
  if (answer.body && request.method !== 'HEAD') await writeReadableStreamToWritable(answer.body, response)
  else response.end()
}
