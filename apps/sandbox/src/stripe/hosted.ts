import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import type { Stripe } from 'stripe'
import { testCard } from './cards.ts'
import { charge, invoiceOf, refuse } from './charge.ts'
import type { World } from './endpoint.ts'
import { current } from './endpoints/checkout.ts'
import { paymentMethodOf } from './endpoints/payment-methods.ts'
import { ApiError } from './errors.ts'
import { authenticationPage, overPage } from './pages/authenticate.ts'
import { cardPage } from './pages/card.ts'

const POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

/** The pages that the processor would show by itself: for a card, for the bank's question, for an open invoice. */
export function hostedPages(world: World): Hono {
  const { books, events } = world
  const app = new Hono()
  const css = readFileSync(join(import.meta.dirname, 'pages', 'pay.css'))

  app.use(async (c, next) => {
    await next()
    c.header('Content-Security-Policy', POLICY)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cache-Control', 'no-store')
  })
  app.onError((fault, c) => {
    if (!(fault instanceof ApiError)) throw fault
    return c.html(overPage(fault.message, null), 404)
  })
  app.get('/pay.css', (c) => c.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  app.get('/cards/:id', (c) => {
    const session = current(world, c.req.param('id'))
    if (session.status !== 'open')
      return c.html(overPage('This page has done its work.', session.cancel_url), 410)
    return c.html(cardPage(formOf(session)))
  })

  app.post('/cards/:id', async (c) => {
    const session = current(world, c.req.param('id'))
    if (session.status !== 'open')
      return c.html(overPage('This page has done its work.', session.cancel_url), 410)
    const form = await c.req.parseBody()
    const number = String(form['number'] ?? '').replaceAll(/\D/g, '')
    const [, month, year] = /^\s*(\d{1,2})\s*\/\s*(?:20)?(\d{2})\s*$/.exec(String(form['expiry'] ?? '')) ?? []
    const expiry = { month: Number(month), year: 2000 + Number(year) }
    const card = testCard(number)
    const fault = !card
      ? 'Only test cards are taken here: choose one of those below.'
      : !(expiry.month >= 1 && expiry.month <= 12)
        ? 'Write the expiry as month/year, for example 12/29.'
        : card.entry?.message
    if (!card || fault !== undefined)
      return c.html(cardPage({ ...formOf(session), number, fault: fault! }), 422)

    const method = paymentMethodOf(card, expiry, session.customer as string)
    books.shelves.paymentMethods[method.id] = method
    books.shelves.cardNumbers[method.id] = number
    const setup = books.get('setupIntents', session.setup_intent as string)
    setup.payment_method = method.id
    if (card.entryAuthenticates) {
      setup.status = 'requires_action'
      books.save()
      return c.redirect(`/pay/authenticate/${session.id}`, 303)
    }
    return complete(c, session, setup)
  })

  app.get('/authenticate/:id', (c) => {
    const asked = questionOf(c.req.param('id'))
    if (!asked.open) return c.html(overPage('The bank has its answer already.', asked.back), 410)
    return c.html(authenticationPage(asked.what, asked.lastFour))
  })

  app.post('/authenticate/:id', async (c) => {
    const id = c.req.param('id')
    const asked = questionOf(id)
    if (!asked.open) return c.html(overPage('The bank has its answer already.', asked.back), 410)
    const isThem = (await c.req.parseBody())['answer'] === 'complete'
    if (id.startsWith('cs_')) {
      const session = books.get('sessions', id)
      const setup = books.get('setupIntents', session.setup_intent as string)
      if (isThem) return complete(c, session, setup)
      setup.status = 'requires_payment_method'
      setup.payment_method = null
      books.save()
      const fault = 'The bank could not tell that it was you. Try again, or another card.'
      return c.html(cardPage({ ...formOf(session), fault }), 422)
    }
    const intent = books.get('paymentIntents', id)
    if (isThem) charge(world, intent, true)
    else refuse(world, intent, 'authentication')
    books.save()
    const back = new URL(asked.back ?? world.baseUrl())
    back.searchParams.set('payment_intent', intent.id)
    back.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed')
    return c.redirect(back.href, 303)
  })

  app.get('/invoices/:id', (c) => {
    const invoice = books.get('invoices', c.req.param('id'))
    const payment = books.shelves.payments[invoice.id]?.[0]?.payment.payment_intent as string | undefined
    const intent = payment === undefined ? undefined : books.get('paymentIntents', payment)
    if (intent?.status === 'requires_action') return c.redirect(`/pay/authenticate/${intent.id}`)
    return c.html(overPage(`This invoice is ${invoice.status ?? 'a draft'}.`, null))
  })

  function complete(c: Context, session: Stripe.Checkout.Session, setup: Stripe.SetupIntent): Response {
    setup.status = 'succeeded'
    session.status = 'complete'
    session.url = null
    events.emit('checkout.session.completed', session)
    books.save()
    return c.redirect(session.success_url!.replace('{CHECKOUT_SESSION_ID}', session.id), 303)
  }

  function formOf(session: Stripe.Checkout.Session) {
    const customer = books.get('customers', session.customer as string)
    return { customer: customer.name ?? customer.id, cancelUrl: session.cancel_url }
  }

  function questionOf(id: string) {
    const method = (given: unknown) =>
      typeof given === 'string' ? (books.get('paymentMethods', given).card?.last4 ?? '') : ''
    if (id.startsWith('cs_')) {
      const session = current(world, id)
      const setup = books.get('setupIntents', session.setup_intent as string)
      return {
        open: session.status === 'open' && setup.status === 'requires_action',
        what: 'the card is to be kept for later charges',
        lastFour: method(setup.payment_method),
        back: session.cancel_url,
      }
    }
    const intent = books.get('paymentIntents', id)
    const { amount_due: amount, currency } = invoiceOf(world, intent)
    return {
      open: intent.status === 'requires_action',
      what: `${amountText(amount, currency)} are to be paid`,
      lastFour: method(intent.payment_method),
      back: books.shelves.returnUrls[id] ?? null,
    }
  }

  return app
}

function amountText(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
