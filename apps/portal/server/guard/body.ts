import type { ErrorRequestHandler, RequestHandler } from 'express'
import express from 'express'
import { refuseWithPage } from './refusal-page.ts'

/** The largest form (a user with many seasons) stays far below this. */
const largestForm = '64kb'

/** The one form with which a file comes (`app/server/imports/read-users.ts` says how large): with room for what goes around it. */
const filePath = /^\/settings\/users\/import(\.data)?$/
const largestFileForm = '4200kb'

/** Here a whole form comes inside a field of another, written twice over (0017): with room for that. */
const keptFormPath = /^\/sign-in-again(\/second-step)?(\.data)?$/
const largestKeptForm = '256kb'

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data']

const readForm = express.raw({ type: formTypes, limit: largestForm, inflate: false })
const readKeptForm = express.raw({ type: formTypes, limit: largestKeptForm, inflate: false })
const readFileForm = express.raw({ type: 'multipart/form-data', limit: largestFileForm, inflate: false })

/** Reads a form's body whole, within its limit and without unpacking, before anything looks at it. */
export const bodyGuard: RequestHandler[] = [
  (request, response, next) => {
    if (request.method !== 'POST' || request.is(formTypes)) next()
    else {
      refuseWithPage(response, {
        status: 415,
        title: 'That was not a form',
        advice: 'This address takes a form as a browser sends it.',
      })
    }
  },
  (request, response, next) => bodyReader(request.path)(request, response, next),
]

function bodyReader(path: string): RequestHandler {
  if (filePath.test(path)) return readFileForm
  return keptFormPath.test(path) ? readKeptForm : readForm
}

/** Words what reading a body can find wrong; lets everything else pass on. */
export const bodyFault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = (error as { status?: unknown }).status
  if (status === 413) {
    refuseWithPage(response, {
      status,
      title: 'That is too much at once',
      advice: 'The form was larger than we take. Please shorten it and send it again.',
    })
  } else if (typeof status === 'number' && status >= 400 && status < 500) {
    refuseWithPage(response, {
      status,
      title: 'That form could not be read',
      advice: 'It may have been cut off on its way. Please send it again.',
    })
  } else next(error)
}
