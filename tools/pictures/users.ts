import { at, type Picture } from './picture.ts'
import { marta, seasonal } from './people.ts'

const newcomers = [
  ['Ines Prado', 'Seasonal', 'Holiday'],
  ['Jonas Weber', 'Seasonal', 'Holiday'],
  ['Amara Obi', 'Seasonal', 'Current | Holiday'],
  ['Kofi Adjei', 'Full-time', ''],
  ['Late Comer', 'Seasonal', 'Launch'],
  ['Mila Horvat', 'Collaborator', ''],
  ['Petra Blum', 'Seasonal', 'Holliday'],
] as const
const emailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@larkspur.example`
const file = [
  'E-mail,Name,Type,Seasons',
  ...newcomers.map(([name, type, seasons]) => [emailOf(name), name, type, seasons].join(',')),
].join('\r\n')

/** People, seasons and what stands around them (issue: users and settings). */
export const userPictures: readonly Picture[] = [
  {
    name: 'sign-in',
    title: 'Sign in',
    about: 'E-mail and password, or a passkey',
    requirements: 'USER-12',
    who: null,
    show: at('/sign-in'),
  },
  {
    name: 'users',
    title: 'Users',
    about: 'Seats left by type, a list to search and filter, with seasons, status and access now',
    requirements: 'USER-01, USER-06',
    who: marta,
    show: at('/settings/users'),
  },
  {
    name: 'add-user',
    title: 'Add user',
    about: 'The type decides what is asked; a full season cannot be chosen and says who holds it',
    requirements: 'USER-02, SEAT-12',
    who: marta,
    async show(page) {
      await page.goto('/settings/users/new', { waitUntil: 'networkidle' })
      await page.getByLabel('Seasonal', { exact: true }).check()
      await page.getByLabel('Holiday Upcoming').check()
      await page.getByLabel('Name', { exact: true }).fill('Ines Prado')
      await page.getByLabel('E-mail').fill(emailOf('Ines Prado'))
      await page.getByLabel('Permission set').selectOption('Agent')
    },
  },
  {
    name: 'edit-user',
    title: 'Edit user',
    about: 'One person with seats, access by the day and what can be done',
    requirements: 'USER-03, USER-04',
    who: marta,
    async show(page) {
      await page.goto(`/settings/users?q=${encodeURIComponent(seasonal)}`, { waitUntil: 'networkidle' })
      await page.locator('a.user-name').first().click()
      await page.waitForURL(/settings\/users\/[0-9a-f-]{36}/)
      await page.waitForLoadState('networkidle')
    },
  },
  {
    name: 'import',
    title: 'Import: the dry run',
    about: 'What the file would do, row by row, before anything is done',
    requirements: 'USER-09',
    who: marta,
    async show(page) {
      await page.goto('/settings/users/import')
      const buffer = Buffer.from(file)
      await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
      await page.getByRole('button', { name: 'Look at it first' }).click()
      await page.getByRole('heading', { name: 'people.csv' }).waitFor()
    },
  },
  {
    name: 'import-done',
    title: 'Import: carried out',
    about: 'The worker goes through it; the page follows by itself and says what came of each row',
    requirements: 'USER-09',
    who: marta,
    async show(page) {
      await page.getByLabel('Valid rows only').check()
      await page.getByRole('button', { name: 'Carry it out' }).click()
      await page.getByText(/^Done: /).waitFor()
    },
  },
  {
    name: 'seasons',
    title: 'Seasons',
    about: 'All windows on one time line and as a table, with seats, who is in, and what is idle',
    requirements: 'USER-13',
    who: marta,
    show: at('/settings/seasons'),
  },
  {
    name: 'permission-sets',
    title: 'Permission sets',
    about: 'What the product lets people do, defined once and given to many',
    requirements: 'USER-08',
    who: marta,
    show: at('/settings/permission-sets'),
  },
  {
    name: 'notices',
    title: 'Notices',
    about: 'What people were told by mail and when, what failed, and a way to send it again',
    requirements: 'MAIL-08',
    who: marta,
    show: at('/settings/notices'),
  },
  {
    name: 'audit',
    title: 'Audit log',
    about: 'Who did what to whom and from where, to filter and to take along',
    requirements: 'USER-10',
    who: marta,
    show: at('/settings/audit'),
  },
  {
    name: 'profile',
    title: 'Profile',
    about: 'Name, e-mail, password, time zone, signed-in browsers',
    requirements: 'USER-12',
    who: marta,
    show: at('/profile'),
  },
  {
    name: 'second-step',
    title: 'Second step',
    about: 'Passkeys, an authenticator app and recovery codes',
    requirements: 'USER-12',
    who: marta,
    show: at('/profile/second-step'),
  },
  {
    name: 'my-access',
    title: 'My access',
    about: 'What a seasonal user sees: until when the door is open, in UTC and in their own time',
    requirements: 'ACC-01, ACC-02',
    who: seasonal,
    show: at('/my-access'),
  },
]
