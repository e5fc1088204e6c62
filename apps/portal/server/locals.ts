import type { Refused, RequestScope } from '../app/server/scope.ts'

declare global {
  namespace Express {
    interface Locals {
      /** The one origin that this request is served under, as the guard found it. */
      origin: string
      scope: RequestScope
      /** Present when a page's script asks: it is answered in its own format. */
      refuseAsData?: (refused: Refused) => void
    }
  }
}
