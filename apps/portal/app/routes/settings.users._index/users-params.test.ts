import { describe, expect, test } from 'vitest'
import { addressAt, filterOf, usersParams } from './users-params.ts'

const season = '01890a5d-ac96-774b-bcce-b302099a8057'
const read = (query: string) => usersParams(new URLSearchParams(query))

describe('USER-01 the address of a list', () => {
  test('says everything that can be asked for', () => {
    expect(
      read(`q=noor+haddad&type=seasonal&status=active&season=${season}&sort=-last-sign-in&cursor=abc`),
    ).toEqual({
      search: 'noor haddad',
      type: 'seasonal',
      status: 'active',
      seasonId: season,
      sort: '-last-sign-in',
      cursor: 'abc',
    })
  })

  test.each([
    ['an unknown type', 'type=robot'],
    ['an unknown status', 'status=happy'],
    ['a season that is no identity', 'season=1%27%3B--'],
    ['an unknown order', 'sort=password'],
    ['nothing but spaces', 'q=+++'],
    ['empty filters of the form', 'q=&type=&status=&season='],
  ])('leaves out %s', (_, query) => {
    expect(read(query)).toEqual({})
  })

  test('keeps control characters and endless texts away from the search', () => {
    expect(read('q=a%00b')).toEqual({ search: 'a b' })
    expect(read(`q=${'x'.repeat(5000)}`).search).toHaveLength(200)
  })

  test('comes back into the form', () => {
    expect(filterOf(read('q=noor&status=invited'))).toEqual({
      search: 'noor',
      type: '',
      status: 'invited',
      season: '',
    })
  })

  test('keeps the filters on the next page and drops what was said once', () => {
    expect(addressAt(new URLSearchParams('type=seasonal&added=1'), 'n')).toBe('?type=seasonal&cursor=n')
    expect(addressAt(new URLSearchParams('type=seasonal'), null)).toBeNull()
  })
})
