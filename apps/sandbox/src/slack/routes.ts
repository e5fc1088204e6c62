import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Context as Request } from 'hono'
import { csrf } from 'hono/csrf'
import { typeLine } from './acts/command.ts'
import type { Context } from './acts/context.ts'
import { lookUp, lookUpUnasked } from './acts/look-up.ts'
import { closeView, remember, submitView } from './acts/modal.ts'
import { openHome, runShortcut } from './acts/open.ts'
import { pressAtHome, pressInMessage, pressInView } from './acts/press.ts'
import { controlAt, readPress } from './blocks/controls.ts'
import type { Block, Confirm } from './blocks/schema.ts'
import { confirmPage } from './pages/confirm.ts'
import { conversationPage, homePage, placesOf } from './pages/conversation.ts'
import type { Place } from './pages/conversation.ts'
import { peoplePage } from './pages/people.ts'
import { wirePage } from './pages/wire.ts'
import { castMember } from './workspace/cast.ts'
import type { CastMember } from './workspace/cast.ts'

/** The console's own pages: images of messages may come from anywhere, nothing else may. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** How long a page waits, after the app has acknowledged without a word, for what usually follows at once. */
const settlesWithin = 600

const file = (name: string) => readFileSync(join(import.meta.dirname, 'client', name))

/**
 * The pages at which people type, press and fill in. Everything is a form that works by itself; the script only saves
 * reloading. `bot` says where the app listens and whether it does.
 */
export function consolePages(
  context: Context,
  bot: { readonly url: string; readonly reachable: () => Promise<boolean> },
): Hono {
  const { workspace, emulator } = context
  const pages = new Hono()

  pages.use(csrf())
  pages.use(async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('cache-control', 'no-store')
  })

  const styles = file('console.css')
  const script = file('console.js')
  pages.get('/console.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  pages.get('/console.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }))

  pages.get('/', async (c) => c.html(peoplePage({ url: bot.url, reachable: await bot.reachable() })))
  pages.get('/wire', (c) => c.html(wirePage(workspace.exchanges())))

  pages.get('/as/:person', (c) => {
    const person = castMember(c.req.param('person'))
    return person ? c.redirect(addressOf(person, placesOf('')[0]?.id ?? 'home')) : c.redirect('/slack')
  })
  pages.get('/as/:person/version', (c) => c.text(String(workspace.version)))

  pages.get('/as/:person/in/home', async (c) => {
    const person = castMember(c.req.param('person'))
    if (!person) return c.redirect('/slack')
    // Only a person who comes opens the tab; a page that follows along does not.
    if (c.req.header('x-follow') === undefined) {
      await openHome(context, person)
      await workspace.nextShown(settlesWithin)
    }
    await lookUpUnasked(context, person)
    const places = placesOf(emulator.directMessage(person.id))
    return c.html(homePage({ person, workspace, places, here: addressOf(person, 'home') }))
  })
  pages.get('/as/:person/in/:place', async (c) => {
    const at = whereabouts(c)
    if (!at) return c.redirect('/slack')
    await lookUpUnasked(context, at.person)
    workspace.markRead(at.person.id, at.place.id)
    const places = placesOf(emulator.directMessage(at.person.id))
    return c.html(conversationPage({ ...at, workspace, places }))
  })

  pages.post('/as/:person/in/:place/line', async (c) => {
    const at = whereabouts(c)
    if (!at) return c.redirect('/slack')
    // A ready-made line comes beside the empty field.
    const line = (await c.req.formData()).getAll('line').findLast((entry) => entry !== '')
    return settled(c, at.here, () =>
      typeLine(context, at.person, at.place, typeof line === 'string' ? line : ''),
    )
  })
  pages.post('/as/:person/in/:place/shortcut', async (c) => {
    const at = whereabouts(c)
    if (!at) return c.redirect('/slack')
    const callback = (await c.req.formData()).get('callback')
    return settled(c, at.here, async () => {
      const wrong = await runShortcut(context, at.person, typeof callback === 'string' ? callback : '')
      if (wrong === undefined) return
      const channelId = at.place.id === 'home' ? emulator.directMessage(at.person.id) : at.place.id
      workspace.post({ channelId, onlyFor: at.person.id, from: { kind: 'stand-in' }, text: wrong })
    })
  })
  pages.post('/as/:person/in/:place/messages/:message', async (c) => {
    const at = whereabouts(c)
    const message = workspace.findById(c.req.param('message'))
    if (!at || !message) return c.redirect(at?.here ?? '/slack')
    const form = await c.req.formData()
    const press = pressed(form)
    if (!press) return c.redirect(at.here, 303)
    const asked = confirmation(message.blocks, press, form)
    if (asked)
      return c.html(confirmPage(asked, { action: c.req.path, back: at.here, zone: at.person.timeZone, form }))
    return settled(c, at.here, () => pressInMessage(context, at.person, at.place, message, press, form))
  })
  pages.post('/as/:person/in/home/press', async (c) => {
    const person = castMember(c.req.param('person'))
    const home = person && workspace.home(person.id)
    if (!person || !home) return c.redirect('/slack')
    const here = addressOf(person, 'home')
    const form = await c.req.formData()
    const press = pressed(form)
    if (!press) return c.redirect(here, 303)
    const asked = confirmation(home.blocks, press, form)
    if (asked)
      return c.html(confirmPage(asked, { action: c.req.path, back: here, zone: person.timeZone, form }))
    return settled(c, here, () => pressAtHome(context, person, press, form))
  })
  pages.post('/as/:person/in/:place/views/:view', async (c) => {
    const at = whereabouts(c)
    const open = at && workspace.top(at.person.id)
    if (!at || open?.id !== c.req.param('view')) return c.redirect(at?.here ?? '/slack')
    const { person } = at
    const form = await c.req.formData()
    const act = form.get('act')
    const press = pressed(form)
    const sought = form.get('look-up')

    if (press) {
      const asked = confirmation(open.view.blocks, press, form)
      if (asked) {
        remember(workspace, open, form)
        return c.html(confirmPage(asked, { action: c.req.path, back: at.here, zone: person.timeZone, form }))
      }
      return settled(c, at.here, () => pressInView(context, person, open, press, form))
    }
    if (typeof sought === 'string') {
      const asked = readPress(sought)
      const query = asked && form.get(`q/v/${sought}`)
      if (asked)
        await lookUp(context, person, remember(workspace, open, form), {
          ...asked,
          query: typeof query === 'string' ? query : '',
        })
      return c.redirect(at.here, 303)
    }
    if (act === 'close') {
      await closeView(context, person, open)
      return c.redirect(at.here, 303)
    }
    if (act === 'submit') return settled(c, at.here, () => submitView(context, person, open, form))
    return c.redirect(at.here, 303)
  })

  /** Does it and goes back to the page; a silent app is given a moment to do what it was asked for. */
  const settled = async (c: Request, here: string, act: () => Promise<void>) => {
    const before = workspace.shown
    await act()
    if (workspace.shown === before) await workspace.nextShown(settlesWithin)
    return c.redirect(`${here}#latest`, 303)
  }

  const whereabouts = (
    c: Request,
  ): { readonly person: CastMember; readonly place: Place; readonly here: string } | undefined => {
    const person = castMember(c.req.param('person') ?? '')
    if (!person) return undefined
    const id = c.req.param('place')
    const places = [...placesOf(emulator.directMessage(person.id)), homePlace]
    const place = places.find((one) => one.id === id)
    return place && { person, place, here: addressOf(person, place.id) }
  }

  return pages
}

const homePlace: Place = { id: 'home', name: 'home', title: 'Home', topic: '' }

const addressOf = (person: CastMember, placeId: string): string => `/slack/as/${person.id}/in/${placeId}`

function pressed(form: FormData) {
  const press = form.get('press')
  return typeof press === 'string' ? readPress(press) : undefined
}

/** What the app wants asked before this press, unless it has been. */
function confirmation(
  blocks: readonly Block[],
  press: { readonly blockId: string; readonly actionId: string },
  form: FormData,
): Confirm | undefined {
  if (form.get('confirmed') === 'yes') return undefined
  const control = controlAt(blocks, press.blockId, press.actionId)?.control
  return control && 'confirm' in control ? control.confirm : undefined
}
