import type { RequestHandler } from 'express'
import { refuseWithPage } from './refusal-page.ts'

/**
 * Refuses what another site makes a browser send.
 *
 * Whatever changes something must say where it comes from, and that must be here: browsers send `Origin` with
 * every POST, and the newer ones `Sec-Fetch-Site` besides; a request with neither was made by no browser. Each
 * form carries a token as well (`app/server/form-token.ts`): this is the first lock of two.
 * Reading is open to links from anywhere, but not to another site's scripts, images or frames.
 */
export const originGuard: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site')
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const passes = reads
    ? site === undefined || site !== 'cross-site' || request.get('sec-fetch-mode') === 'navigate'
    : (site === undefined || site === 'same-origin') && request.get('origin') === response.locals.origin
  if (passes) next()
  else {
    refuseWithPage(response, {
      status: 403,
      title: 'This did not come from our own page',
      advice: 'For your safety nothing was changed. Please open the page here and try again.',
    })
  }
}
