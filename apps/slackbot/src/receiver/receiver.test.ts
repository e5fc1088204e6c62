import type { Instant } from '@seatkeeper/rules'
import type { App, ReceiverEvent } from '@slack/bolt'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { commandBody, send, sign, SIGNING_SECRET } from '../../test/sender.ts'
import { HttpReceiver } from './receiver.ts'

let receiver: HttpReceiver
afterEach(() => receiver.stop(100))

/** A door behind which `listen` stands; gives its address. */
async function open(listen: (event: ReceiverEvent) => Promise<void>): Promise<string> {
  receiver = new HttpReceiver({
    signingSecret: SIGNING_SECRET,
    log: pino({ level: 'silent' }),
    wallNow: () => Date.now() as Instant,
    ready: () => Promise.resolve(),
  })
  receiver.init({ processEvent: listen } as unknown as App)
  return `http://127.0.0.1:${await receiver.start(0, '127.0.0.1')}/slack/events`
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const seats = () => sign(commandBody({ team_id: 'T1', user_id: 'U1', trigger_id: `${Math.random()}` }))

test('SLK-08 a process that was stopped for a second still acknowledges, rather than giving up', async () => {
  let acknowledgeAfter = 1_000
  const url = await open(async ({ ack }) => {
    await pause(acknowledgeAfter)
    await ack('One moment')
  })
  // The first one's timer orders those of its length also when it is gone; the second one's joins them while it is there.
  const first = send(url, seats())
  await pause(900)
  acknowledgeAfter = 2_000
  const second = send(url, seats())
  await first
  await pause(1_700)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300)
  expect(await second).toMatchObject({ status: 200, text: 'One moment' })
}, 10_000)
