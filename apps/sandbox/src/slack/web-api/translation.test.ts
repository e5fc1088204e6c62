import { expect, test } from 'vitest'
import { translation } from './translation.ts'

const ids = translation([
  ['U0LEAD0001', 'U1234ABCDE'],
  ['C0CUSTCARE', 'CFFFFFFFFF'],
])

test.each([
  ['a value', '{"user":"U0LEAD0001"}', '{"user":"U1234ABCDE"}'],
  ['a mention', 'Hello <@U0LEAD0001>, see <#C0CUSTCARE|care>', 'Hello <@U1234ABCDE>, see <#CFFFFFFFFF|care>'],
  ['nothing within a longer word', 'XU0LEAD0001 U0LEAD00011', 'XU0LEAD0001 U0LEAD00011'],
  ['nothing that is unknown', 'T000000001', 'T000000001'],
])('SLK-09 ids are translated there and back: %s', (_, ours, theirs) => {
  expect(ids.toEmulator(ours)).toBe(theirs)
  expect(ids.fromEmulator(theirs)).toBe(ours)
})
