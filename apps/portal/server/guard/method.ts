import type { RequestHandler } from 'express'
import { refuseWithPage } from './refusal-page.ts'

/** Pages are read (GET, HEAD) and sent (POST); nothing here answers anything else. */
export const methodGuard: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'POST') next()
  else {
    response.set('Allow', 'GET, HEAD, POST')
    refuseWithPage(response, {
      status: 405,
      title: 'That can’t be done here',
      advice: 'This address answers to reading and sending a form only.',
    })
  }
}
