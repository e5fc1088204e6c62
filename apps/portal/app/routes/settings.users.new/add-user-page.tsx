import { Form } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField, TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { SeasonChoices } from '~/users/season-choices.tsx'
import { TypeChoices } from '~/users/type-choices.tsx'
import type { UserFormView } from '~/users/user-form-view.ts'

const path = [
  { label: 'Settings' },
  { label: 'Users' },
  { label: 'Users', to: '/settings/users' },
  { label: 'Add User' },
]
const fields = ['type', 'seasonIds', 'name', 'email', 'permissionSetId']

export interface AddUserView {
  readonly organization: string
  readonly form: UserFormView
  readonly idempotencyKey: string
}

/** Settings → Users → Users → Add User: the type first, then what it asks for (USER-02). */
export function AddUserPage({ view, reply }: { view: AddUserView; reply: FormReply | undefined }) {
  const { form } = view
  return (
    <>
      <PageHeader path={path} title="Add User" />
      <div className="form-page">
        <Form method="post" className="user-form" noValidate>
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
          <ErrorSummary items={errorItems(reply, fields)} />
          <TypeChoices
            types={form.types}
            chosen={fieldState(reply, 'type').value}
            errors={reply?.errors['type']}
          />
          <SeasonChoices
            seasons={form.seasons}
            scale={form.scale}
            overlaps={form.overlaps}
            chosen={chosenValues(reply, 'seasonIds')}
            errors={reply?.errors['seasonIds']}
          />
          <div className="form-pair">
            <TextField name="name" label="Name" autoComplete="off" {...fieldState(reply, 'name')} />
            <TextField
              name="email"
              label="E-mail"
              type="email"
              autoComplete="off"
              {...fieldState(reply, 'email')}
            />
          </div>
          <SelectField
            name="permissionSetId"
            label="Permission set"
            hint="What the user can do in the product."
            options={[{ value: '', label: 'Choose' }, ...form.permissionSets]}
            {...fieldState(reply, 'permissionSetId')}
          />
          <div className="form-actions">
            <SubmitButton busy="Adding">Add User</SubmitButton>
            <ButtonLink to="/settings/users" kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
        <aside className="form-aside card">
          <h2>What happens next</h2>
          {form.sandbox ? (
            <p>An invitation to {view.organization} goes out at once. Users of a sandbox take no seat.</p>
          ) : (
            <p>An invitation to {view.organization} goes out at once. It holds the seat from that moment.</p>
          )}
          <p className="soft small">
            Full-time and collaborator invitations last 14 days
            {form.sandbox ? '' : ' and then let go of the seat'}. Seasonal users get their sign-up link when
            their first season opens.
          </p>
        </aside>
      </div>
    </>
  )
}
