import { expect, test } from 'vitest'
import { readPaymentSettings } from './settings.ts'

const both = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
const local = { STRIPE_API_URL: 'http://127.0.0.1:3004' }

test.each([
  ['nothing set: no cards here', {}, 'production', null, []],
  ['empty is not set', { STRIPE_SECRET_KEY: '' }, 'production', null, []],
  [
    'both',
    both,
    'production',
    { secretKey: 'sk_test_1', webhookSecrets: ['whsec_1'], taxService: false },
    [],
  ],
  [
    'with the stand-in',
    { ...both, ...local },
    'demo',
    {
      secretKey: 'sk_test_1',
      webhookSecrets: ['whsec_1'],
      taxService: false,
      apiUrl: 'http://127.0.0.1:3004',
    },
    [],
  ],
  [
    'with its tax service',
    { ...both, STRIPE_TAX: 'on' },
    'production',
    { secretKey: 'sk_test_1', webhookSecrets: ['whsec_1'], taxService: true },
    [],
  ],
  ['a tax service that is neither on nor off', { ...both, STRIPE_TAX: 'yes' }, 'demo', null, ['STRIPE_TAX']],
  ['never the stand-in in production', { ...both, ...local }, 'production', null, ['STRIPE_API_URL']],
  [
    'two secrets while one is changed over',
    { ...both, STRIPE_WEBHOOK_SECRET: 'whsec_1, whsec_2' },
    'production',
    { secretKey: 'sk_test_1', webhookSecrets: ['whsec_1', 'whsec_2'], taxService: false },
    [],
  ],
  [
    'half of two secrets',
    { ...both, STRIPE_WEBHOOK_SECRET: 'whsec_1,' },
    'demo',
    null,
    ['STRIPE_WEBHOOK_SECRET'],
  ],
  ['a key alone', { STRIPE_SECRET_KEY: 'x' }, 'demo', null, ['STRIPE_WEBHOOK_SECRET']],
  ['a secret alone', { STRIPE_WEBHOOK_SECRET: 'x' }, 'demo', null, ['STRIPE_SECRET_KEY']],
  ['an address that is none', { ...both, STRIPE_API_URL: 'stripe' }, 'demo', null, ['STRIPE_API_URL']],
] as const)('PAY-01 settings: %s', (_, variables, mode, settings, faults) => {
  const read = readPaymentSettings(variables, mode)
  expect(read.settings).toEqual(settings)
  expect(read.faults.map((fault) => fault.split(' ')[0])).toEqual(faults)
})
