// oxlint-disable unicorn/require-post-message-target-origin -- Slack's method of that name posts to a channel, not to a window.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import type { Logger } from '@slack/bolt'
import { app as installed } from '../workspace/cast.ts'

/**
 * A small real Bolt app that does, once each, what a bot can do: the console is tried against it.
 * `heard` keeps the state of every submitted form.
 */
export async function startExampleBot(given: {
  readonly signingSecret: string
  readonly apiUrl: string
  readonly port: number
}): Promise<{ readonly url: string; readonly heard: unknown[]; close(): Promise<void> }> {
  const heard: unknown[] = []
  const receiver = new HTTPReceiver({ signingSecret: given.signingSecret, logger: silent })
  const bot = new App({
    receiver,
    token: installed.botToken,
    tokenVerificationEnabled: false,
    logger: silent,
    clientOptions: { slackApiUrl: given.apiUrl, retryConfig: { retries: 0 } },
  })

  bot.command('/seats', async ({ ack, command, client, respond, body }) => {
    switch (command.text) {
      case 'add':
        await ack()
        await client.views.open({ trigger_id: body.trigger_id, view: form })
        return
      case 'share':
        await ack({ response_type: 'in_channel', text: 'Current: 6 left', blocks: counts })
        return
      case 'message':
        await ack()
        await client.chat.postMessage({ channel: command.user_id, text: `Hello <@${command.user_id}>` })
        return
      case 'later':
        await ack('One moment …')
        await respond({ text: 'Here it is.', response_type: 'ephemeral' })
        return
      case 'silence':
        return
      case 'broken':
        await ack({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] })
        return
      default:
        await ack({ text: 'Current: 6 of 20 left', blocks: counts })
    }
  })

  bot.action('approve', async ({ ack, respond }) => {
    await ack()
    await respond({ text: 'Approved.', replace_original: true })
  })
  bot.action('link', async ({ ack }) => ack())
  bot.action('more', async ({ ack, body, client }) => {
    await ack()
    if ('trigger_id' in body) await client.views.push({ trigger_id: body.trigger_id, view: details })
  })
  bot.action('type', async ({ ack, body, client }) => {
    await ack()
    if (body.type === 'block_actions' && body.view)
      await client.views.update({
        view_id: body.view.id,
        view: { ...form, title: plain('Add a collaborator') },
      })
  })
  bot.options('seasons', async ({ ack, options }) => {
    const matching = ['Current', 'Launch', 'Holiday'].filter((name) =>
      name.toLowerCase().includes(options.value),
    )
    await ack({ options: matching.map((name) => ({ text: plain(name), value: name.toLowerCase() })) })
  })
  bot.view('add', async ({ ack, view, client, body }) => {
    heard.push(view.state.values)
    const email = view.state.values.email?.value?.value ?? ''
    if (email.startsWith('taken')) {
      await ack({ response_action: 'errors', errors: { email: 'Somebody has this e-mail address already.' } })
      return
    }
    await ack({ response_action: 'clear' })
    await client.chat.postMessage({ channel: body.user.id, text: `${email} was invited.` })
  })
  bot.view('details', async ({ ack }) => ack())
  bot.view({ callback_id: 'add', type: 'view_closed' }, async ({ ack }) => {
    heard.push('closed')
    await ack()
  })
  bot.shortcut('add_seasonal_user', async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: form })
  })
  bot.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: counts } })
  })

  const server = await bot.start(given.port)
  return {
    url: `http://127.0.0.1:${given.port}/slack/events`,
    heard,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await bot.stop()
    },
  }
}

/** What Bolt has to say about the faults that are provoked here is no news. */
const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })
const choice = (text: string, value: string) => ({ text: plain(text), value })

const counts = [
  { type: 'header' as const, text: plain('Seats of Larkspur Outfitters') },
  {
    type: 'section' as const,
    fields: [mrkdwn('*Full-time*\n3 of 25 left'), mrkdwn('*Collaborators*\n5 of 5 left')],
  },
  { type: 'divider' as const },
  {
    type: 'section' as const,
    text: mrkdwn(
      '*Current* · open\n6 of 20 left\n11 Nov – 11 Dec 2026, closes 12 Dec 00:00 UTC (<!date^1797033600^{date_short} {time}|11 Dec> your time)',
    ),
    accessory: {
      type: 'button' as const,
      action_id: 'link',
      text: plain('Open the portal'),
      url: 'http://localhost:3000/',
    },
  },
  {
    type: 'section' as const,
    text: mrkdwn('*Launch* · open, _full_\n0 of 5 left · `T−5 … T+10` · ~waiting list~'),
  },
  {
    type: 'rich_text' as const,
    elements: [
      {
        type: 'rich_text_list' as const,
        style: 'bullet' as const,
        elements: [
          {
            type: 'rich_text_section' as const,
            elements: [{ type: 'text' as const, text: 'Holiday: 27 of 30 left', style: { bold: true } }],
          },
        ],
      },
    ],
  },
  {
    type: 'actions' as const,
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        text: plain('Approve'),
        style: 'primary' as const,
        value: 'yes',
      },
      {
        type: 'button' as const,
        action_id: 'decline',
        text: plain('Decline'),
        style: 'danger' as const,
        confirm: {
          title: plain('Decline?'),
          text: mrkdwn('This *cannot* be undone.'),
          confirm: plain('Decline'),
          deny: plain('Keep'),
        },
      },
    ],
  },
  {
    type: 'context' as const,
    elements: [mrkdwn('Only paid seats can be given away. <http://localhost:3000/|Buy more>')],
  },
]

const form = {
  type: 'modal' as const,
  callback_id: 'add',
  private_metadata: 'kept',
  notify_on_close: true,
  title: plain('Add a seasonal user'),
  submit: plain('Add'),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'email',
      label: plain('E-mail'),
      element: {
        type: 'email_text_input' as const,
        action_id: 'value',
        placeholder: plain('ada@example.com'),
      },
      hint: plain('The invitation goes there.'),
    },
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input' as const, action_id: 'value', max_length: 80 },
    },
    {
      type: 'input' as const,
      block_id: 'seasons',
      label: plain('Seasons'),
      element: {
        type: 'multi_external_select' as const,
        action_id: 'seasons',
        min_query_length: 0,
        placeholder: plain('Choose seasons'),
      },
    },
    {
      type: 'section' as const,
      block_id: 'type',
      text: mrkdwn('*User type*'),
      accessory: {
        type: 'static_select' as const,
        action_id: 'type',
        initial_option: choice('Seasonal', 'seasonal'),
        options: [choice('Seasonal', 'seasonal'), choice('Collaborator', 'collaborator')],
      },
    },
    {
      type: 'input' as const,
      block_id: 'start',
      optional: true,
      label: plain('First day'),
      element: { type: 'datepicker' as const, action_id: 'value', initial_date: '2026-11-21' },
    },
    {
      type: 'input' as const,
      block_id: 'mail',
      optional: true,
      label: plain('Mails'),
      element: {
        type: 'checkboxes' as const,
        action_id: 'value',
        options: [
          { ...choice('Send the invitation', 'invite'), description: plain('At once') },
          choice('Remind before the season opens', 'remind'),
        ],
        initial_options: [{ ...choice('Send the invitation', 'invite'), description: plain('At once') }],
      },
    },
    {
      type: 'input' as const,
      block_id: 'set',
      label: plain('Permission set'),
      element: {
        type: 'radio_buttons' as const,
        action_id: 'value',
        initial_option: choice('Agent', 'agent'),
        options: [choice('Agent', 'agent'), choice('Read only', 'read')],
      },
    },
    {
      type: 'actions' as const,
      block_id: 'buttons',
      elements: [{ type: 'button' as const, action_id: 'more', text: plain('What is a season?') }],
    },
  ],
}

const details = {
  type: 'modal' as const,
  callback_id: 'details',
  title: plain('Seasons'),
  blocks: [{ type: 'section' as const, text: mrkdwn('> A contracted window with its own number of seats.') }],
}
