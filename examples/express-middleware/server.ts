import express from 'express'
import { seatkeeper } from './seatkeeper-access.ts'

// A product as small as can be. Its own sign-in is pretended: the header says who comes.
const { SEATKEEPER_URL, SEATKEEPER_API_KEY, SEATKEEPER_ORGANIZATION } = process.env
if (!SEATKEEPER_URL || !SEATKEEPER_API_KEY || !SEATKEEPER_ORGANIZATION) {
  throw new Error('Set SEATKEEPER_URL, SEATKEEPER_API_KEY and SEATKEEPER_ORGANIZATION (Settings → API keys)')
}
const seats = seatkeeper({
  url: SEATKEEPER_URL,
  apiKey: SEATKEEPER_API_KEY,
  organizationId: SEATKEEPER_ORGANIZATION,
  userOf: (request) => request.get('x-user') ?? null,
  whenUnreachable: 'closed',
  onFault: (fault) => console.error(fault),
})

const app = express()
app.post('/signed-in', (request, response, next) => {
  seats.signedIn(request.get('x-user') ?? '').then(() => response.json({ reported: true }), next)
})
app.use('/product', seats.guard, (request, response) => {
  response.json({ hello: request.get('x-user') })
})
app.listen(4000, () => process.stdout.write('The product is at http://localhost:4000/product\n'))
