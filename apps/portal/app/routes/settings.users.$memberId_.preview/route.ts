import { editUserForm, previewEdit } from '@seatkeeper/db'
import { refusalSentence } from '@seatkeeper/wording'
import { changesView } from '~/routes/settings.users.$memberId/edit-presenter.ts'
import { adminQuestion } from '~/server/routes/admin.ts'
import { badRequest, found } from '~/server/routes/answers.ts'
import { meantSeasons, refusalFields, userFields } from '~/users/user-fields.ts'

/** The next save says it, and keeps what was typed. */
const signedOut = { kind: 'signed-out' as const }

/** What saving the type and seasons now chosen would do to seats: asked by the edit form while one chooses (USER-03). */
export const loader = adminQuestion(
  { can: 'users.manage' },
  signedOut,
  async ({ query, params, url, now, viewer }) => {
    const { member } = found(await editUserForm(query, params['memberId']!))
    const type = userFields.type.safeParse(url.searchParams.get('type'))
    const seasons = userFields.seasonIds.safeParse(url.searchParams.getAll('seasonIds'))
    if (!type.success || !seasons.success) throw badRequest()
    const { memberId, name, role, permissionSetId } = member
    const seasonIds = meantSeasons({ type: type.data, seasonIds: seasons.data })
    const answer = await previewEdit(query, {
      memberId,
      name,
      role,
      permissionSetId,
      type: type.data,
      seasonIds,
    })
    if (answer.kind === 'refuse') {
      const fields: Partial<Record<string, string>> = refusalFields
      const errors: Record<string, string[]> = {
        [fields[answer.reason] ?? 'preview']: [refusalSentence(answer, viewer)],
      }
      return { kind: 'refuse' as const, errors }
    }
    const { summary } = answer
    return {
      kind: 'grant' as const,
      changes: changesView(summary, { type: type.data, now, viewer }),
      digest: summary.digest,
    }
  },
)
