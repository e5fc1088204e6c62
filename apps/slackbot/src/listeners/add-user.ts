import { randomUUID } from 'node:crypto'
import { addUser, addUserForm, IdempotencyConflict } from '@seatkeeper/db'
import { refused } from '@seatkeeper/rules'
import { slackAddedText, slackOutdatedFormText } from '@seatkeeper/wording'
import type { ModalView } from '@slack/types'
import { button, buttonInModal } from '../door/button.ts'
import type { Terms, Visit } from '../door/door.ts'
import { form, type Submitted } from '../door/form.ts'
import { menu } from '../door/menu.ts'
import type { ToModal } from '../door/route.ts'
import { shortcut } from '../door/shortcut.ts'
import {
  addAnotherButton,
  addUserMenus,
  addUserView,
  type AddUserValues,
  buildAdded,
  buildAddUser,
  emptyValues,
  missingChoice,
  readAddUser,
  refusalOnField,
} from '../views/add-user.ts'
import { permissionSetChoices, seasonChoices } from '../views/choices.ts'
import { buttons } from '../views/ids.ts'
import { noticeView, sentenceNotice } from '../views/message.ts'

const adding: Terms = { can: ['seasons.assign'], fresh: false }

/** The form of SLK-02, with the e-mail filled in when it was typed with the command. */
export function openAddUser(email = ''): ToModal {
  return { ...adding, shows: 'modal', handle: (visit) => addUserModal(visit, { ...emptyValues, email }) }
}

export const addUserShortcut = shortcut('add_seasonal_user', openAddUser())
export const openAddUserButton = button(buttons.openAddUser, openAddUser())
export const anotherUserButton = buttonInModal(addAnotherButton, openAddUser())

/** SEAT-03: the seasons on offer, as they stand while somebody types. */
export const seasonsMenu = menu(addUserMenus.seasons, {
  ...adding,
  handle: async ({ em, actor, now, viewer }, typed) =>
    seasonChoices((await addUserForm({ em, actor, now })).seasons, typed, viewer.locale),
})

export const permissionSetMenu = menu(addUserMenus.permissionSet, {
  ...adding,
  handle: async ({ em, actor, now }, typed) =>
    permissionSetChoices((await addUserForm({ em, actor, now })).permissionSets, typed),
})

/** SLK-02: the same use case as the portal's, asked before Slack is answered. */
export const addUserSubmission = form(addUserView, {
  can: adding.can,
  fresh: true,
  async handle(visit, view): Promise<Submitted> {
    const read = readAddUser(view)
    if (read.kind === 'outdated') return outdated
    if (read.kind === 'faults') {
      const { faults, values } = read
      return { kind: 'errors', errors: faults, anew: () => addUserModal(visit, values, faults) }
    }
    const { input, idempotencyKey, values } = read
    const { em, actor, now, viewer, organization } = visit
    try {
      const decision = await addUser({ em, actor, now, idempotencyKey }, input)
      if (refused(decision)) {
        const missing =
          decision.reason === 'not-found' ? missingChoice(input, await addUserForm({ em, actor, now })) : null
        const errors = missing ?? refusalOnField(decision, viewer)
        return { kind: 'errors', errors, anew: () => addUserModal(visit, values, errors) }
      }
      const { warnings } = decision
      return {
        kind: 'view',
        view: buildAdded({ organization: organization.name, values, input, warnings }),
        inShort: slackAddedText(input.name, organization.name),
      }
    } catch (error) {
      // The form was sent before with something else in it, and that was done.
      if (error instanceof IdempotencyConflict) return outdated
      throw error
    }
  },
})

async function addUserModal(
  { em, actor, now, organization }: Visit,
  values: AddUserValues,
  problems: Readonly<Record<string, string>> = {},
): Promise<ModalView> {
  const { seasons } = await addUserForm({ em, actor, now })
  const [problem] = Object.values(problems)
  return buildAddUser({
    organization: organization.name,
    idempotencyKey: randomUUID(),
    values,
    seasons,
    ...(problem === undefined ? {} : { problem }),
  })
}

const outdated: Submitted = {
  kind: 'view',
  view: noticeView(sentenceNotice('Out of date', slackOutdatedFormText)),
  inShort: slackOutdatedFormText,
}
