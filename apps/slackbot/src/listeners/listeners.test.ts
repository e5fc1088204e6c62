import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Listener } from '../door/route.ts'
import { listeners } from './index.ts'

const isListener = (value: unknown): value is Listener =>
  typeof value === 'object' && value !== null && 'register' in value && 'kind' in value

describe('what the bot answers to', () => {
  test('SLK-08 every listener that a file exports is registered, and nothing else is', async () => {
    const folder = fileURLToPath(new URL('.', import.meta.url))
    const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts') && file !== 'index.ts')
    const modules = await Promise.all(files.map((file) => import(`./${file.replace('.ts', '')}.ts`)))
    const exported = modules.flatMap((module) => Object.values(module as object).filter(isListener))
    expect(new Set(exported)).toEqual(new Set(listeners))
  })

  test('no two answer to the same', () => {
    const names = listeners.map(({ kind, id }) => `${kind} ${id}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
