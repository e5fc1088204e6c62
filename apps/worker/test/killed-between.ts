import type { PaymentGateway } from '@seatkeeper/payments'
import type { PaymentParts } from '../src/payments/payments-loop.ts'

/** The worker died here. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/**
 * The worker's parts, cut off at the nth point between two steps: before and after each call of the processor, and before
 * each of the database. From there on nothing works any more, as in a process that is gone. `die` is what happens there besides: a
 * process of its own kills itself.
 */
export function killedAt(
  parts: PaymentParts,
  point: number,
  die?: () => void,
): { readonly parts: PaymentParts; wasKilled(): boolean } {
  let passed = 0
  let dead = false
  const pass = () => {
    if (passed++ >= point) dead = true
    if (dead) die?.()
    if (dead) throw new Killed('killed')
  }
  const gateway = Object.fromEntries(
    Object.entries(parts.gateway).map(([name, call]) => [
      name,
      async (...given: never[]) => {
        pass()
        const answer = await (call as (...given: never[]) => Promise<unknown>)(...given)
        pass()
        return answer
      },
    ]),
  ) as unknown as PaymentGateway
  const em = () => {
    pass()
    return parts.em()
  }
  return { parts: { ...parts, gateway, em }, wasKilled: () => dead }
}
