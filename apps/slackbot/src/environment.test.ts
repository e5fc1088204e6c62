import { describe, expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

const complete = {
  SEATKEEPER_MODE: 'production',
  DATABASE_URL: 'postgres://localhost/seatkeeper',
  PORTAL_URL: 'https://seats.example.com',
  APP_SECRET: 'x'.repeat(32),
  SLACK_SIGNING_SECRET: 's'.repeat(32),
  SLACK_BOT_TOKEN: 'xoxb-1',
}

describe('OPS-03 configuration', () => {
  test('is read once, with what has a default left out', () => {
    expect(readEnvironment({ ...complete, SLACKBOT_PORT: '' })).toEqual({
      ok: true,
      environment: {
        mode: 'production',
        databaseUrl: 'postgres://localhost/seatkeeper',
        portalUrl: 'https://seats.example.com',
        port: 3002,
        appSecret: 'x'.repeat(32),
        signingSecret: 's'.repeat(32),
        botToken: 'xoxb-1',
        slackApiUrl: 'https://slack.com/api/',
        logLevel: 'info',
      },
    })
  })

  test('says all that is wrong at once, and no secret with it', () => {
    const read = readEnvironment({ APP_SECRET: 'short', SLACK_BOT_TOKEN: 'hunter2', SLACKBOT_PORT: 'x' })
    expect(read.ok).toBe(false)
    const faults = read.ok ? [] : read.faults
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'APP_SECRET',
      'DATABASE_URL',
      'SLACKBOT_PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
    ])
    expect(faults.join()).not.toMatch(/short'|hunter2/)
  })

  test('SLK-08 the bot token goes over nothing but https in production', () => {
    const read = readEnvironment({ ...complete, SLACK_API_URL: 'http://slack.internal/api/' })
    expect(read).toEqual({ ok: false, faults: ['SLACK_API_URL must begin with https://'] })
  })
})
