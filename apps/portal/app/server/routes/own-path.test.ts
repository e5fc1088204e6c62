import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test.each([
  ['/', '/'],
  ['/settings/users?type=seasonal', '/settings/users?type=seasonal'],
  ['/a/../settings', '/settings'],
])('ACC-06 after sign-in %s leads to %s', (text, path) => {
  expect(ownPath(text)).toBe(path)
})

test.each([
  null,
  undefined,
  '',
  'settings',
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/%0a/evil\n',
  '/\t/evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/..//evil.example',
  '/./\\evil',
])('ACC-06 sign-in leads nowhere else: %j', (text) => {
  expect(ownPath(text)).toBeNull()
})
