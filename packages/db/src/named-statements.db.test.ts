import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameStatements } from './named-statements.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

test('BILL-06 what was planned while a table was empty is planned anew, and does not read it from end to end ever after', async () => {
  const pool = new Pool({ connectionString: world.url, max: 1 })
  nameStatements(pool)
  const plan = async () => {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>('explain execute s1(1)')
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  try {
    // Nobody counts the rows of a temporary table by himself.
    await pool.query(
      `create temporary table line (id integer primary key); analyze line; set plan_cache_mode = force_generic_plan`,
    )
    await pool.query('select id from line where id = $1', [1])
    await pool.query('insert into line select generate_series(1, 20000)')
    expect(await plan()).toContain('Seq Scan')
    for (let n = 0; n < 100; n++) {
      await pool.query('begin')
      await pool.query('commit')
    }
    expect(await plan()).toContain('Index Cond: (id = $1)')
  } finally {
    await pool.end()
  }
})

test('PAY-09 a transaction before which plans are made anew chooses its isolation like any other', async () => {
  const pool = new Pool({ connectionString: world.url, max: 1 })
  nameStatements(pool)
  try {
    for (let n = 0; n < 210; n++) {
      await pool.query('begin')
      await pool.query('set transaction isolation level repeatable read, read only')
      await pool.query('commit')
    }
  } finally {
    await pool.end()
  }
})
