import type { RequestHandler } from 'express'
import { refuseWithPage } from './refusal-page.ts'

/** The framework asks for the routes behind all links of a page in one address, which it lets grow to 7,680 characters. */
const longestAddress = 8_000

/** Lets pass what is a path on this host, with a query that can be decoded, and free of control characters. */
export const addressGuard: RequestHandler = (request, response, next) => {
  const address = request.originalUrl
  if (address.length > longestAddress) {
    refuseWithPage(response, {
      status: 414,
      title: 'That address is too long',
      advice: 'Go back and try again with less text in the search box.',
    })
  } else if (!isPlainAddress(address)) {
    refuseWithPage(response, {
      status: 400,
      title: 'That address can’t be read',
      advice:
        'It may have been cut off or altered on its way. Please open the link again from where you found it.',
    })
  } else next()
}

function isPlainAddress(address: string): boolean {
  if (!address.startsWith('/') || address.startsWith('//') || address.includes('\\')) return false
  try {
    // One character of these breaks a database's text type or a log's line; none belongs in an address.
    return !/\p{Cc}/u.test(decodeURIComponent(address))
  } catch {
    return false
  }
}
