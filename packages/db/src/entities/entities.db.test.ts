import { type TestDatabase, createTestDatabase } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrm } from '../orm.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

/** PostgreSQL's own name for what an entity calls its column type. */
const TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  timestamptz: 'timestamp with time zone',
  'varchar(255)': 'text',
  'text[]': 'ARRAY',
}

test('entities and migrations agree: the same tables, columns, types and nullability', async () => {
  const orm = createOrm({ url: world.url, connections: 1, applicationName: 'test' })
  const model = [...orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
    props.map((property) => {
      const type = property.columnTypes[0]!
      return [tableName, property.fieldNames[0], TYPES[type] ?? type, property.nullable === true].join(' ')
    }),
  )
  await orm.close()
  const columns = await world.query<{ line: string }>(
    `select concat_ws(' ', table_name, column_name, data_type, (is_nullable = 'YES')::text) as line
     from information_schema.columns where table_schema = 'public' and table_name <> 'migration'`,
  )
  expect(model.sort()).toEqual(columns.map(({ line }) => line).sort())
})
