import express from 'express'
import { serveParent } from './child.ts'

/** What the same web server costs with nothing behind it: a JSON body in, a JSON body out. */
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.post('/', express.json(), (_request, response) => {
  response.json({ decision: true, context: { reason: 'allowed', next_change: null } })
})
await serveParent(app)
