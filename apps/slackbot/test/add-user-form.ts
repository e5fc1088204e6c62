import { TEAM } from './slack.ts'

/** A form as Slack submits it, for the view that the bot opened last. */
export function submission(
  view: { readonly id: string; readonly private_metadata: string },
  values: {
    readonly email: string
    readonly name?: string
    readonly seasonIds: readonly string[]
    readonly permissionSetId?: string
  },
) {
  const choice = (value: string) => ({ text: { type: 'plain_text', text: 'as shown' }, value })
  const { permissionSetId } = values
  return {
    type: 'view_submission',
    view: {
      id: view.id,
      callback_id: 'add_user',
      team_id: TEAM,
      app_installed_team_id: TEAM,
      private_metadata: view.private_metadata,
      state: {
        values: {
          email: { email: { value: values.email } },
          name: { name: { value: values.name ?? 'Ada Example' } },
          seasons: { 'add_user.seasons': { selected_options: values.seasonIds.map(choice) } },
          permission_set: {
            'add_user.permission_set': {
              selected_option: permissionSetId === undefined ? null : choice(permissionSetId),
            },
          },
        },
      },
    },
  }
}
