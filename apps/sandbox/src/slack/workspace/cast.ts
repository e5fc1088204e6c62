/** The workspace that the bot is installed in, and the one that strangers come from. */
export const team = { id: 'T000000001', name: 'Larkspur Outfitters', domain: 'larkspur' } as const
export const otherTeam = { id: 'T0HARBOR01', name: 'Blue Harbor Care', domain: 'blue-harbor' } as const

/** The app as Slack knows it. The token opens nothing but this stand-in. */
export const app = {
  id: 'A0SEATKEEP',
  name: 'Seatkeeper',
  botId: 'B0SEATBOT1',
  botUserId: 'U0SEATBOT1',
  botToken: 'xoxb-seatkeeper-demo',
  /** All that the bot may ask for (SLK-10). */
  scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'users:read.email'],
  commands: [{ name: '/seats', hint: 'add, share, help, or nothing for the counts' }],
  shortcuts: [{ callbackId: 'add_seasonal_user', name: 'Add a seasonal user' }],
} as const

/** What Slack says about someone, beside what the emulator can say. */
export interface CastMember {
  /** Stable across restarts, so that a link in the database keeps meaning the same human. */
  readonly id: string
  /** The workspace handle, unique. */
  readonly handle: string
  readonly name: string
  readonly email: string
  readonly timeZone: string
  readonly teamId: string
  /** One line for whoever chooses whom to be. */
  readonly who: string
  readonly standing: 'member' | 'guest' | 'stranger' | 'unconfirmed'
}

/**
 * The people whom a developer or evaluator can be (SLK-09). Those of the demo data carry the names, e-mails and
 * zones that they have there; the ones whom the bot refuses (SLK-07) are among them.
 */
export const cast: readonly CastMember[] = [
  {
    id: 'U0OWNER001',
    handle: 'owner',
    name: 'Marta Lindqvist',
    email: 'marta.lindqvist@larkspur.example',
    timeZone: 'Europe/Stockholm',
    teamId: team.id,
    who: 'Owner of the organization',
    standing: 'member',
  },
  {
    id: 'U0LEAD0001',
    handle: 'lead',
    name: 'Tomás Ferreira',
    email: 'tomas.ferreira@larkspur.example',
    timeZone: 'America/New_York',
    teamId: team.id,
    who: 'Team lead: assigns seasonal seats',
    standing: 'member',
  },
  {
    id: 'U0LEAD0002',
    handle: 'manager',
    name: 'Noor Haddad',
    email: 'noor.haddad@larkspur.example',
    timeZone: 'Europe/Stockholm',
    teamId: team.id,
    who: 'User manager, for a second window',
    standing: 'member',
  },
  {
    id: 'U0MEMBER01',
    handle: 'member',
    name: 'Freya Hallström',
    email: 'freya.hallstrom@larkspur.example',
    timeZone: 'America/New_York',
    teamId: team.id,
    who: 'Member without the right to assign seats',
    standing: 'member',
  },
  {
    id: 'U0NEW00001',
    handle: 'newcomer',
    name: 'Yuki Tanaka',
    email: 'yuki.tanaka@larkspur.example',
    timeZone: 'America/New_York',
    teamId: team.id,
    who: 'Admin, not linked to a user yet',
    standing: 'member',
  },
  {
    id: 'U0GUEST001',
    handle: 'guest',
    name: 'Gil Sørensen',
    email: 'gil@printworks.example',
    timeZone: 'Europe/Copenhagen',
    teamId: team.id,
    who: 'Guest of the workspace',
    standing: 'guest',
  },
  {
    id: 'U0STRANGE1',
    handle: 'stranger',
    name: 'Nadia Marlowe',
    email: 'nadia.marlowe@blueharbor.example',
    timeZone: 'Europe/London',
    teamId: otherTeam.id,
    who: 'From another company, through a shared channel',
    standing: 'stranger',
  },
  {
    id: 'U0UNCONF01',
    handle: 'unconfirmed',
    name: 'Lena Vogel',
    email: 'lena.vogel@larkspur.example',
    timeZone: 'America/New_York',
    teamId: team.id,
    who: 'Has not confirmed the e-mail address',
    standing: 'unconfirmed',
  },
]

/** Public channels; everyone is in them, the shared one joins two companies. */
export const channels = [
  { id: 'C0CUSTCARE', name: 'customer-care', topic: 'Day-to-day of the care team' },
  { id: 'C0TEAMLEAD', name: 'team-leads', topic: 'Staffing the seasons' },
  { id: 'C0SUPPLIER', name: 'shared-suppliers', topic: 'Shared with Blue Harbor Care' },
] as const

export const castMember = (id: string): CastMember | undefined => cast.find((person) => person.id === id)
