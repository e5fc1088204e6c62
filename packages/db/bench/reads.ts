import type { Instant } from '@seatkeeper/rules'
import { Client } from 'pg'
import { createDatabase } from '../src/database.ts'
import type { QueryContext } from '../src/context.ts'
import { seasonalLimits } from '../src/queries/seasonal-limits.ts'
import { seatCounts } from '../src/queries/seat-counts.ts'
import { usersPage } from '../src/queries/users-page.ts'
import { typeParsers } from '../src/type-parsers.ts'
import { compare, measure } from './measure.ts'
import type { Sent } from './recorder.ts'
import { seasonAccount } from './world.ts'

const READS: Readonly<Record<string, (context: QueryContext) => Promise<unknown>>> = {
  'users page': (context) => usersPage(context, {}),
  'users page, rare search': (context) => usersPage(context, { search: 'c0ffe' }),
  'seasonal limits': seasonalLimits,
  'seat counts': seatCounts,
}

export interface ReadResult {
  readonly read: string
  readonly members: number
  readonly statements: number
  readonly milliseconds: number
  readonly cpu: number
  readonly floorMilliseconds: number
  readonly floorCpu: number
}

/** Each read at each size beside the very same statements sent by plain `pg`. */
export async function benchReads(
  url: string,
  now: Instant,
  sizes: readonly number[],
  record: (work: () => Promise<unknown>) => Promise<readonly Sent[]>,
): Promise<ReadResult[]> {
  const results: ReadResult[] = []
  for (const members of sizes) {
    const { actor } = await seasonAccount(url, { seats: members, taken: members }, now)
    const database = await createDatabase({ url, connections: { tenant: 1 } })
    const plain = new Client({
      connectionString: url,
      types: typeParsers,
      options: '-c role=seatkeeper_tenant -c timezone=UTC',
    })
    await plain.connect()
    for (const [read, run] of Object.entries(READS)) {
      const ours = () => run({ em: database.tenant(), actor, now })
      await ours()
      const sent = await record(ours)
      const floor = async () => {
        for (const [n, { text, values }] of sent.entries()) {
          await plain.query(values?.length ? { name: `${read} ${n}`, text, values } : text)
        }
      }
      const times = members > 10_000 ? 15 : 60
      await measure(10, 1, ours)
      await measure(10, 1, floor)
      const pair = await compare(
        3,
        () => measure(times, 1, ours),
        () => measure(times, 1, floor),
      )
      results.push({
        read,
        members,
        statements: sent.length,
        milliseconds: pair.ours.milliseconds,
        cpu: pair.ours.cpu,
        floorMilliseconds: pair.floor.milliseconds,
        floorCpu: pair.floor.cpu,
      })
    }
    await plain.end()
    await database.close()
  }
  return results
}
