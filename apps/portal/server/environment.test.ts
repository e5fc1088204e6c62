import { describe, expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

const complete = { DATABASE_URL: 'postgres://localhost/seatkeeper', APP_SECRET: 'a'.repeat(32) }

function faultsOf(variables: Record<string, string | undefined>): string[] {
  const read = readEnvironment(variables)
  return read.ok ? [] : read.faults
}

function environmentOf(variables: Record<string, string>) {
  const read = readEnvironment({ ...complete, ...variables })
  if (!read.ok) throw new Error(read.faults.join('; '))
  return read.environment
}

describe('OPS-03 the environment is checked at start', () => {
  test('OPS-03 all faults are said at once, each beginning with its variable', () => {
    const faults = faultsOf({
      PORT: '0',
      PORTAL_URL: 'http://seats.example.com',
      APP_SECRET: 'short',
      SEATKEEPER_MODE: 'prod',
    })
    for (const name of ['SEATKEEPER_MODE', 'DATABASE_URL', 'PORTAL_URL', 'PORT ', 'APP_SECRET']) {
      expect(faults.some((fault) => fault.startsWith(name))).toBe(true)
    }
  })

  test('an empty variable is one that was not set', () => {
    expect(environmentOf({ PORT: '', PRODUCT_NAME: '' })).toMatchObject({
      port: 3000,
      productName: 'Seatkeeper',
    })
  })

  test('production is the mode when none is given: nothing of the sandbox opens by accident', () => {
    expect(environmentOf({}).mode).toBe('production')
  })

  test('plain http is refused except on this machine, because browsers drop the sign-in cookie', () => {
    expect(faultsOf({ ...complete, PORTAL_URL: 'http://seats.example.com' })).toEqual([
      expect.stringMatching(/^PORTAL_URL must begin with https/),
    ])
    expect(faultsOf({ ...complete, PORTAL_URL: 'http://localhost:3000' })).toEqual([])
  })

  test('an address with a path is refused', () => {
    expect(faultsOf({ ...complete, PORTAL_URL: 'https://seats.example.com/app' })).toEqual([
      'PORTAL_URL must not have a path',
    ])
  })

  test('proxies are addresses or networks', () => {
    expect(environmentOf({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
    ])
    for (const wrong of ['proxy.internal', '10.0.0.0/33', '10.0.0.0/8/8', '::1/129', '10.0.0/8']) {
      expect(faultsOf({ ...complete, TRUSTED_PROXIES: wrong })).toEqual([
        expect.stringMatching(/^TRUSTED_PROXIES must be addresses or networks/),
      ])
    }
  })

  test('the hosts that are served: the portal’s own, further ones, and on localhost its other names', () => {
    expect([...environmentOf({ PORTAL_URL: 'https://seats.example.com' }).origins]).toEqual([
      ['seats.example.com', 'https://seats.example.com'],
    ])
    expect(
      environmentOf({
        PORTAL_URL: 'https://seats.example.com',
        ALLOWED_HOSTS: 'A.example.com, b.example.com:8443',
      }).origins,
    ).toEqual(
      new Map([
        ['seats.example.com', 'https://seats.example.com'],
        ['a.example.com', 'https://a.example.com'],
        ['b.example.com:8443', 'https://b.example.com:8443'],
      ]),
    )
    expect([...environmentOf({ PORTAL_URL: 'http://localhost:3000' }).origins.keys()]).toEqual([
      'localhost:3000',
      '127.0.0.1:3000',
      '[::1]:3000',
    ])
  })
})
