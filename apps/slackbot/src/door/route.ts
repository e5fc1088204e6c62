import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Arrival } from '../receiver/receiver.ts'
import { type Message, noticeView } from '../views/message.ts'
import type { Outcome, Parts, Terms, Visit } from './door.ts'

/** One thing that the bot answers to. Made by the makers of this folder alone, which all go through `enter`. */
export interface Listener {
  /** As Slack names it: the command, the callback or the action. */
  readonly id: string
  readonly kind: 'command' | 'shortcut' | 'button' | 'menu' | 'form' | 'event'
  readonly register: (app: App, parts: Parts) => void
}

/** A message, and who is to see it. */
export interface Post {
  readonly message: Message
  readonly to: 'asker' | 'channel'
}

/** Needs nobody's right and no database: said at once. */
export interface AtOnce {
  readonly shows: 'at-once'
  readonly message: Message
}

export interface ToMessage extends Terms {
  readonly shows: 'message'
  readonly handle: (visit: Visit) => Promise<Post>
}

export interface ToModal extends Terms {
  readonly shows: 'modal'
  readonly handle: (visit: Visit) => Promise<ModalView>
}

/** What a command or a button leads to. */
export type Route = AtOnce | ToMessage | ToModal

/** What the receiver has put beside Bolt's own context. */
export function arrivalOf(context: object): Arrival {
  return context as Arrival
}

/** For whoever asked. */
export function toAsker(message: Message): Post {
  return { message, to: 'asker' }
}

/** What to say after all; null for what was acted on already. */
export function postOf(outcome: Outcome<Post>): Post | null {
  if (outcome.kind === 'seen') return null
  return outcome.kind === 'done' ? outcome.value : toAsker(outcome.notice)
}

/** What to show after all; null for what was acted on already. */
export function viewOf(outcome: Outcome<ModalView>): ModalView | null {
  if (outcome.kind === 'seen') return null
  return outcome.kind === 'done' ? outcome.value : noticeView(outcome.notice)
}

/** A post as Slack takes it, in an acknowledgement as well as at a `response_url`. */
export function posted({ message, to }: Post) {
  const visible = to === 'channel' ? ('in_channel' as const) : ('ephemeral' as const)
  return { response_type: visible, text: message.text, blocks: message.blocks }
}
