import { describe, expect, test } from 'vitest'
import { readTypedCommand } from './typed-command.ts'

describe('SLK-03 what people type after /seats', () => {
  test.for([
    ['', { kind: 'show' }],
    ['   ', { kind: 'show' }],
    ['share', { kind: 'share' }],
    [' SHARE ', { kind: 'share' }],
    ['help', { kind: 'help' }],
    ['add', { kind: 'add', email: '' }],
    ['add ada@example.com', { kind: 'add', email: 'ada@example.com' }],
    ['add <mailto:ada@example.com|ada@example.com>', { kind: 'add', email: 'ada@example.com' }],
  ] as const)('%j', ([text, command]) => {
    expect(readTypedCommand(text)).toEqual(command)
  })

  test.for([
    ['shrae', '/seats share'],
    ['sahre', '/seats share'],
    ['shar', '/seats share'],
    ['ad', '/seats add'],
    ['dad', '/seats add'],
    ['hepl', '/seats help'],
    ['helpp', '/seats help'],
    ['share it', '/seats share'],
    ['remove', null],
    ['x', null],
    ['constructor', null],
    ['a'.repeat(10_000), null],
  ] as const)('a slip of the fingers: %.20j', ([text, suggestion]) => {
    expect(readTypedCommand(text)).toEqual({ kind: 'unknown', typed: `/seats ${text}`, suggestion })
  })
})
