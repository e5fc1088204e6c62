import { afterEach, beforeEach, expect, vi } from 'vitest'

// What a test does not expect must not scroll by unseen: an error on the console fails the test that caused it.
// A test that expects one says so with `vi.spyOn(console, 'error').mockImplementation(() => {})`.
beforeEach(() => {
  const said = vi.spyOn(console, 'error')
  return () => said.mockRestore()
})

afterEach(() => {
  const spy = vi.mocked(console.error)
  if (!vi.isMockFunction(console.error) || spy.getMockImplementation() !== undefined) return
  expect(spy.mock.calls, 'an unexpected console.error').toEqual([])
})
