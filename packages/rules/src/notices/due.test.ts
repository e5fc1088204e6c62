import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, crowdedSeasons, season } from '../../test/facts.ts'
import { type AccountFacts } from '../access/standing.ts'
import { seasonWindow } from '../season/window.ts'
import { type Instant, isoFromInstant, MS_PER_DAY } from '../time/instant.ts'
import { isOpenAt, mergeWindows } from '../time/window.ts'
import { dueNotices, nextNoticeAt } from './due.ts'
import type { AssignedSeason, Notice, NoticeMember, SentNotice } from './facts.ts'

const june = season('June', '2026-06-01', '2026-06-30')
const july = season('July', '2026-07-01', '2026-07-31')
const midJune = season('Mid', '2026-06-15', '2026-07-15')
const winter = season('Winter', '2026-12-01', '2026-12-31')
const invited = at('2026-05-01T09:00Z')

const ana = (facts: Partial<NoticeMember> = {}): NoticeMember => ({
  id: 'ana',
  type: 'seasonal',
  seasons: [june],
  invitedAt: invited,
  joinedAt: null,
  deactivatedAt: null,
  removedAt: null,
  ...facts,
})
const since = (of: AssignedSeason, iso: string): AssignedSeason => ({ ...of, assignedAt: at(iso) })

const short = (instant: number) =>
  isoFromInstant(instant as Instant)
    .slice(5, 16)
    .replace('T00:00', '')
const said = (notice: Notice) => {
  const link = 'link' in notice && notice.link ? ` ${notice.link}` : ''
  const next = notice.kind === 'closed' && notice.nextOpensAt ? ` next ${short(notice.nextOpensAt)}` : ''
  return `${short(notice.at)} ${notice.kind}${link}${next}${notice.skip ? ` skip ${notice.skip}` : ''}`
}

/** What is sent when somebody looks at each of the instants, with the facts as they are then. */
function told(looks: readonly [string, Partial<NoticeMember>?, AccountFacts?][]): string[][] {
  const sent: SentNotice[] = []
  return looks.map(([iso, facts, account]) => {
    const notices = dueNotices({ members: [ana(facts)], ...(account ? { account } : {}) }, sent, at(iso))
    sent.push(...notices)
    return notices.map(said)
  })
}

describe('the notices of a season', () => {
  test('MAIL-01 the invitation goes out on add: a seasonal user before the opening gets no link', () => {
    expect(told([['2026-05-01T08:59:59Z'], ['2026-05-01T09:00Z'], ['2026-05-02T09:00Z']])).toEqual([
      [],
      ['05-01T09:00 invitation'],
      [],
    ])
  })

  test.each(['full-time', 'collaborator', 'staff'] as const)(
    'MAIL-01 ACC-02 a %s user gets the link at once',
    (type) => {
      expect(told([['2026-05-01T09:00Z', { type, seasons: [] }]])).toEqual([
        ['05-01T09:00 invitation sign-up'],
      ])
    },
  )

  test('MAIL-02 MAIL-03 opening and closing, at their instants', () => {
    const joined = { joinedAt: at('2026-06-01T08:00Z') }
    expect(
      told([
        ['2026-05-01T09:00Z'],
        ['2026-05-31T23:59:59.999Z'],
        ['2026-06-01T00:00Z'],
        ['2026-06-30T23:59:59.999Z', joined],
        ['2026-07-01T00:00Z', joined],
        ['2027-07-01T00:00Z', joined],
      ]),
    ).toEqual([['05-01T09:00 invitation'], [], ['06-01 opened sign-up'], [], ['07-01 closed'], []])
  })

  test('MAIL-03 D-18 the next opening is named; the log-in link for who has signed up, else the sign-up link again', () => {
    const seasons = [june, winter]
    const joinedAt = at('2026-06-01T08:00Z')
    const looks = (facts: Partial<NoticeMember>) =>
      told([
        ['2026-06-01T00:00Z', { seasons }],
        ['2026-07-01T00:00Z', facts],
        ['2026-12-01T00:00Z', facts],
      ])
    expect(looks({ seasons, joinedAt })).toEqual([
      ['05-01T09:00 invitation sign-up'],
      ['07-01 closed next 12-01'],
      ['12-01 opened log-in'],
    ])
    expect(looks({ seasons })).toEqual([
      ['05-01T09:00 invitation sign-up'],
      ['07-01 closed next 12-01'],
      ['12-01 opened sign-up'],
    ])
  })

  test('D-18 the first season is the earliest to open, not the first added', () => {
    expect(told([['2026-05-01T09:00Z'], ['2026-06-01T00:00Z', { seasons: [winter, june] }]])[1]).toEqual([
      '06-01 opened sign-up',
    ])
  })

  test('D-17 somebody added while the season is open gets one mail with the link', () => {
    const late = { invitedAt: at('2026-06-10T09:00Z') }
    expect(
      told([
        ['2026-06-10T09:00Z', late],
        ['2026-06-11T00:00Z', late],
        ['2026-07-01T00:00Z', late],
      ]),
    ).toEqual([['06-10T09:00 invitation sign-up'], [], ['07-01 closed']])
  })

  test('D-16 back-to-back seasons are one stay: no closed between, one continues', () => {
    const both = { seasons: [july, june], joinedAt: at('2026-06-01T08:00Z') }
    expect(
      told([
        ['2026-05-01T09:00Z', { seasons: [july, june] }],
        ['2026-06-01T00:00Z', { seasons: [july, june] }],
        ['2026-07-01T00:00Z', both],
        ['2026-08-01T00:00Z', both],
      ]),
    ).toEqual([['05-01T09:00 invitation'], ['06-01 opened sign-up'], ['07-01 continues'], ['08-01 closed']])
  })

  test('MAIL-07 D-15 overlapping seasons, too; three in a row continue once', () => {
    const both = { seasons: [june, midJune, july] }
    expect(
      told([
        ['2026-05-01T09:00Z', both],
        ['2026-06-01T00:00Z', both],
        ['2026-06-15T00:00Z', both],
        ['2026-07-01T00:00Z', both],
        ['2026-07-16T00:00Z', both],
        ['2026-08-01T00:00Z', both],
      ]),
    ).toEqual([
      ['05-01T09:00 invitation'],
      ['06-01 opened sign-up'],
      [],
      ['07-01 continues'],
      [],
      ['08-01 closed'],
    ])
  })

  test('a stay that is lengthened after it was told to continue, continues again', () => {
    const august = season('August', '2026-08-01', '2026-08-31')
    const joinedAt = at('2026-06-01T08:00Z')
    expect(
      told([
        ['2026-06-01T00:00Z', { seasons: [june, july] }],
        ['2026-07-01T00:00Z', { seasons: [june, july], joinedAt }],
        ['2026-08-01T00:00Z', { seasons: [june, july, since(august, '2026-07-20T00:00Z')], joinedAt }],
        ['2026-09-01T00:00Z', { seasons: [june, july, since(august, '2026-07-20T00:00Z')], joinedAt }],
      ]),
    ).toEqual([
      ['05-01T09:00 invitation sign-up'],
      ['07-01 continues'],
      ['08-01 continues'],
      ['09-01 closed'],
    ])
  })

  test('a back-to-back season that is assigned after the closing was told opens anew', () => {
    const joinedAt = at('2026-06-01T08:00Z')
    const again = { seasons: [june, since(july, '2026-07-03T10:00Z')], joinedAt }
    expect(
      told([
        ['2026-06-01T00:00Z'],
        ['2026-07-01T00:00Z', { joinedAt }],
        ['2026-07-03T10:00Z', again],
        ['2026-07-04T10:00Z', again],
        ['2026-08-01T00:00Z', again],
      ]),
    ).toEqual([
      ['05-01T09:00 invitation sign-up'],
      ['07-01 closed'],
      ['07-03T10:00 opened log-in'],
      [],
      ['08-01 closed'],
    ])
  })

  test('somebody who signed up long ago and gets a season that is open is told at once', () => {
    const joinedAt = at('2026-05-02T00:00Z')
    expect(
      told([
        ['2026-05-01T09:00Z', { type: 'full-time', seasons: [] }],
        ['2026-06-10T12:00Z', { seasons: [since(june, '2026-06-10T12:00Z')], joinedAt }],
      ]),
    ).toEqual([['05-01T09:00 invitation sign-up'], ['06-10T12:00 opened log-in']])
  })
})

describe('MAIL-04 late, moved, gone', () => {
  test('a worker that was down at midnight sends late, not never', () => {
    expect(told([['2026-05-01T09:00Z'], ['2026-06-03T17:00Z']])[1]).toEqual(['06-01 opened sign-up'])
    // So late that the invitation itself can carry the link.
    expect(told([['2026-06-03T17:00Z']])[0]).toEqual(['05-01T09:00 invitation sign-up'])
  })

  test('what has become pointless is recorded as skipped with the reason', () => {
    expect(told([['2026-05-01T09:00Z'], ['2026-07-03T17:00Z']])[1]).toEqual([
      '06-01 opened sign-up skip window-closed',
      '07-01 closed',
    ])
    const joined = { seasons: [june, july, winter], joinedAt: at('2026-06-01T08:00Z') }
    expect(
      told([
        ['2026-06-01T09:00Z', { seasons: joined.seasons }],
        ['2026-12-05T00:00Z', joined],
      ])[1],
    ).toEqual([
      '07-01 continues skip window-closed',
      '08-01 closed next 12-01 skip open-again',
      '12-01 opened log-in',
    ])
    expect(told([['2026-05-20T09:00Z', { type: 'full-time', seasons: [] }]])[0]).toEqual([
      '05-01T09:00 invitation sign-up skip invitation-expired',
    ])
    expect(told([['2026-05-02T09:00Z', { type: 'full-time', joinedAt: invited }]])[0]).toEqual([
      '05-01T09:00 invitation sign-up skip already-signed-up',
    ])
    expect(told([['2026-05-02T09:00Z', { removedAt: at('2026-05-02T00:00Z') }]])[0]).toEqual([
      '05-01T09:00 invitation skip member-gone',
    ])
    expect(told([['2026-05-02T09:00Z', { deactivatedAt: at('2026-05-02T00:00Z') }]])[0]).toEqual([
      '05-01T09:00 invitation skip member-gone',
    ])
  })

  test('D-18 who signs up only later still gets the sign-up link; who signed up at that instant, the log-in link', () => {
    const looks = (joinedAt: Instant) => told([['2026-05-01T09:00Z'], ['2026-06-01T00:00Z', { joinedAt }]])
    expect(looks(at('2026-06-10T00:00Z'))[1]).toEqual(['06-01 opened sign-up'])
    expect(looks(at('2026-06-01T00:00Z'))[1]).toEqual(['06-01 opened log-in'])
  })

  test('MAIL-04 a closing that is told only when the next season opens is pointless', () => {
    const seasons = [june, winter]
    const looks = told([
      ['2026-05-01T09:00Z', { seasons }],
      ['2026-06-01T00:00Z', { seasons }],
      ['2026-12-01T00:00Z', { seasons }],
    ])
    expect(looks[2]).toEqual(['07-01 closed next 12-01 skip open-again', '12-01 opened sign-up'])
  })

  test('MAIL-01 another notice is no invitation', () => {
    const sent: SentNotice[] = [
      { memberId: 'ana', kind: 'closed', at: at('2026-07-01T00:00Z'), window: seasonWindow(june) },
    ]
    const due = dueNotices({ members: [ana({ seasons: [winter] })] }, sent, at('2026-07-02T00:00Z'))
    expect(due.map(said)).toEqual(['05-01T09:00 invitation'])
  })

  test('MAIL-04 somebody removed at the very opening hears nothing of it', () => {
    const gone = { removedAt: at('2026-06-01T00:00Z') }
    expect(told([['2026-05-01T09:00Z'], ['2026-06-01T00:00Z', gone]])[1]).toEqual([])
  })

  test('MAIL-03 D-16 told to continue, then the next season is taken away: the closing is told', () => {
    const seasons = [june, july]
    const looks = told([
      ['2026-05-01T09:00Z', { seasons }],
      ['2026-06-01T00:00Z', { seasons }],
      ['2026-07-01T00:00Z', { seasons }],
      ['2026-07-02T00:00Z'],
    ])
    expect(looks.slice(2)).toEqual([['07-01 continues'], ['07-01 closed']])
  })

  test('MAIL-04 a season that is moved after its opening was told does not open again', () => {
    const moved = season('June', '2026-06-05', '2026-06-30')
    const looks = told([
      ['2026-05-01T09:00Z'],
      ['2026-06-01T00:00Z'],
      ['2026-06-06T00:00Z', { seasons: [moved] }],
    ])
    expect(looks.slice(1)).toEqual([['06-01 opened sign-up'], []])
  })

  test('a skipped notice is not due again', () => {
    expect(told([['2026-05-01T09:00Z'], ['2026-07-03T17:00Z'], ['2026-07-04T17:00Z']])[2]).toEqual([])
    const gone = { removedAt: at('2026-06-02T00:00Z') }
    expect(told([['2026-05-01T09:00Z'], ['2026-06-03T00:00Z', gone], ['2026-06-04T00:00Z', gone]])).toEqual([
      ['05-01T09:00 invitation'],
      ['06-01 opened sign-up skip member-gone'],
      [],
    ])
  })

  test.each<[string, Partial<NoticeMember>]>([
    [
      'a season moved beforehand opens when it does now',
      { seasons: [season('June', '2026-06-05', '2026-06-30')] },
    ],
    ['a season taken away beforehand opens for nobody', { seasons: [] }],
    ['somebody removed beforehand hears nothing', { removedAt: at('2026-05-31T00:00Z') }],
    ['nor somebody deactivated', { deactivatedAt: at('2026-06-01T00:00Z') }],
    ['nor somebody who became full-time', { type: 'full-time' }],
  ])('%s', (_, facts) => {
    expect(told([['2026-05-01T09:00Z'], ['2026-06-01T00:00Z', facts]])[1]).toEqual([])
  })

  test('somebody who left during the season hears of no closing, who left after it of none that is late', () => {
    const left = (iso: string) => ({ deactivatedAt: at(iso) })
    const looks = (facts: Partial<NoticeMember>) =>
      told([['2026-06-01T00:00Z'], ['2026-07-02T00:00Z', facts]])[1]
    expect(looks(left('2026-06-20T00:00Z'))).toEqual([])
    expect(looks(left('2026-07-01T00:00Z'))).toEqual([])
    expect(looks(left('2026-07-01T12:00Z'))).toEqual(['07-01 closed skip member-gone'])
  })

  test('a fresh invitation is a notice of its own', () => {
    const again = { type: 'full-time', invitedAt: at('2026-05-20T09:00Z') } as const
    expect(
      told([
        ['2026-05-01T09:00Z', { type: 'full-time' }],
        ['2026-05-20T09:00Z', again],
        ['2026-05-21T09:00Z', again],
      ]),
    ).toEqual([['05-01T09:00 invitation sign-up'], ['05-20T09:00 invitation sign-up'], []])
  })

  test('while the account is locked nobody is told that it opens; they are once it lifts, and of a closing in any case', () => {
    const locked: AccountFacts = { cardMissingFrom: at('2026-05-15T00:00Z') }
    const seasons = [june, july]
    expect(
      told([
        ['2026-05-01T09:00Z', { seasons }],
        ['2026-06-01T00:00Z', { seasons }, locked],
        ['2026-06-02T00:00Z', { seasons }, {}],
        ['2026-07-01T00:00Z', { seasons }, locked],
        ['2026-08-01T00:00Z', { seasons }, locked],
      ]),
    ).toEqual([
      ['05-01T09:00 invitation'],
      [],
      ['06-01 opened sign-up'],
      [],
      ['07-01 continues skip window-closed', '08-01 closed'],
    ])
  })

  test('several people: each has their own, in the order in which they fall due', () => {
    const members = [
      ana({ id: 'bo', seasons: [winter] }),
      ana({ id: 'ana', invitedAt: at('2026-04-01T00:00Z') }),
    ]
    expect(
      dueNotices({ members }, [], at('2026-05-02T00:00Z')).map(({ memberId, kind }) => [memberId, kind]),
    ).toEqual([
      ['ana', 'invitation'],
      ['bo', 'invitation'],
    ])
    const sent: SentNotice[] = [{ memberId: 'ana', kind: 'invitation', at: invited, window: null }]
    expect(dueNotices({ members }, sent, at('2026-05-02T00:00Z')).map(({ memberId }) => memberId)).toEqual([
      'bo',
    ])
  })

  test('OPS-04 the next instant at which something can fall due', () => {
    const members = [
      ana({ seasons: [june, since(july, '2026-06-20T00:00Z')] }),
      ana({ invitedAt: at('2026-05-03T00:00Z') }),
    ]
    const instants: string[] = []
    for (
      let next = nextNoticeAt({ members }, 0 as Instant);
      next !== null;
      next = nextNoticeAt({ members }, next)
    ) {
      instants.push(short(next))
    }
    expect(instants).toEqual(['05-01T09:00', '05-03', '06-01', '06-20', '07-01', '08-01'])
  })
})

describe('MAIL-04 however often and late somebody looks', () => {
  const start = at('2020-01-01T00:00Z')
  const anyMember = fc.record({
    id: fc.constant('ana'),
    type: fc.constant('seasonal' as const),
    seasons: crowdedSeasons,
    invitedAt: fc.integer({ min: -5, max: 30 }).map((d) => (start + d * MS_PER_DAY) as Instant),
    joinedAt: fc.constant(null),
    deactivatedAt: fc.constant(null),
    removedAt: fc.constant(null),
  })
  const anyLooks = fc.uniqueArray(fc.integer({ min: -6, max: 50 }), { minLength: 1, maxLength: 30 })

  test('no notice is due twice, and one that is told to open comes between any two that close', () => {
    fc.assert(
      fc.property(anyMember, anyLooks, (member, looks) => {
        const sent: Notice[] = []
        for (const day of looks.toSorted((a, b) => a - b)) {
          const upTo = (start + day * MS_PER_DAY) as Instant
          const due = dueNotices({ members: [member] }, sent, upTo)
          sent.push(...due)
          expect(dueNotices({ members: [member] }, sent, upTo)).toEqual([])
          // Whoever is told that it is open now can indeed sign in by the season.
          const open = member.seasons.some((each) => isOpenAt(seasonWindow(each), upTo))
          const tellsOpen = due.some(
            ({ kind, skip }) => skip === null && (kind === 'opened' || kind === 'continues'),
          )
          expect(!tellsOpen || open).toBe(true)
        }
        expect(new Set(sent.map(({ kind, at }) => `${kind} ${at}`)).size).toBe(sent.length)
        const stays = mergeWindows(member.seasons.map(seasonWindow))
        for (const kind of ['opened', 'continues', 'closed'] as const) {
          for (const stay of stays) {
            const ofStay = sent.filter((n) => n.kind === kind && n.window?.opensAt === stay.opensAt)
            expect(ofStay.length).toBeLessThanOrEqual(1)
          }
        }
        expect(JSON.parse(JSON.stringify(sent))).toEqual(sent)
      }),
    )
  })

  test('looking at every instant at which something can fall due, nothing is late or skipped', () => {
    fc.assert(
      fc.property(anyMember, (member) => {
        const facts = { members: [member] }
        const sent: Notice[] = []
        for (let next = nextNoticeAt(facts, 0 as Instant); next !== null; next = nextNoticeAt(facts, next)) {
          const due = dueNotices(facts, sent, next)
          for (const notice of due) {
            expect(notice.at).toBe(next)
            const isPointless = notice.kind === 'invitation' && notice.skip === 'invitation-expired'
            expect(notice.skip === null || isPointless).toBe(true)
          }
          sent.push(...due)
        }
        // Every stay that is open after the invitation is told to close.
        const stays = mergeWindows(member.seasons.map(seasonWindow)).filter(
          (s) => s.closesAt > member.invitedAt,
        )
        expect(sent.filter(({ kind }) => kind === 'closed').map(({ at }) => at)).toEqual(
          stays.map((s) => s.closesAt),
        )
      }),
    )
  })
})
