import { expect, test } from 'vitest'
import { loggedPath } from './logged-path.ts'

const token = `019b0000-0000-7000-8000-000000000001.${'aB3_-'.repeat(8)}xyz`

test.each([
  [`/sign-up/${token}`, '/sign-up/…'],
  [`/SIGN-UP/${token}`, '/SIGN-UP/…'],
  [`/%73ign-up/${token}`, '/…/…'],
  [`//sign-up//${token}`, '//sign-up//…'],
  [`/sign-up/${token}/fresh-link`, '/sign-up/…/fresh-link'],
  ['/sign-up/cutoff', '/sign-up/…'],
  [`/link-slack/${token}`, '/link-slack/…'],
  ['/Link-Slack/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq', '/Link-Slack/…'],
  [`/settings/slack/bind/${token}`, '/settings/slack/bind/…'],
])('OPS-05 the log does not learn the token of %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged)
})

test.each([
  '/',
  '/sign-in',
  '/link-slack',
  '/settings/users',
  '/settings/users.data',
  '/settings/users/019b0000-0000-7000-8000-000000000001/preview',
  '/assets/root-BX1z_2.js',
  '/favicon.ico',
])('the log shows %s as it is', (path) => {
  expect(loggedPath(path)).toBe(path)
})
