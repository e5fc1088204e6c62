import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Listener } from '../door/route.ts'
import * as addUser from './add-user.ts'
import { listeners } from './index.ts'
import * as outdated from './outdated.ts'
import * as seats from './seats.ts'
import * as typedCommand from './typed-command.ts'

const files: Readonly<Record<string, object>> = {
  'add-user.ts': addUser,
  'outdated.ts': outdated,
  'seats.ts': seats,
  'typed-command.ts': typedCommand,
}

const isListener = (value: unknown): value is Listener =>
  typeof value === 'object' && value !== null && 'register' in value && 'kind' in value

describe('what the bot answers to', () => {
  test('SLK-08 every listener that a file exports is registered, and nothing else is', () => {
    const exported = Object.values(files).flatMap((file) => Object.values(file).filter(isListener))
    expect(new Set(exported)).toEqual(new Set(listeners))
  })

  test('SLK-08 no file is forgotten here', () => {
    const there = readdirSync(import.meta.dirname).filter((file) => !/\.test\.ts$|^index\.ts$/.test(file))
    expect(Object.keys(files)).toEqual(there)
  })

  test('no two answer to the same', () => {
    const names = listeners.map(({ kind, id }) => `${kind} ${id}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
