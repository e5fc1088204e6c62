import type { RequestScope } from '../app/server/scope.ts'

declare global {
  namespace Express {
    interface Locals {
      /** The one origin that this request is served under, as the guard found it. */
      origin: string
      scope: RequestScope
    }
  }
}
