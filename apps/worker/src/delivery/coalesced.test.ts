import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { coalesced } from './coalesced.ts'

test('what is asked for at once goes in one round, what comes meanwhile in the next; each gets its own answer', async () => {
  const rounds: number[][] = []
  const double = coalesced(async (items: readonly number[]) => {
    rounds.push([...items])
    await sleep(5)
    return items.map((item) => item * 2)
  })
  const first = Promise.all([double(1), double(2)])
  await sleep(1)
  const second = Promise.all([double(3), double(4), double(5)])
  expect(await first).toEqual([2, 4])
  expect(await second).toEqual([6, 8, 10])
  expect(rounds).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
})

test('a round that fails fails for those in it alone', async () => {
  let rounds = 0
  const call = coalesced(async (items: readonly number[]) => {
    if (rounds++ === 0) throw new Error('away')
    return items
  })
  await expect(Promise.all([call(1), call(2)])).rejects.toThrow('away')
  expect(await call(3)).toBe(3)
})
