import { Form, Link } from '@remix-run/react'
import { type FormEvent, useState } from 'react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField, TextField } from '~/components/field.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { EndedContract } from '~/users/ended-contract.tsx'
import { SeasonChoices } from '~/users/season-choices.tsx'
import { TypeChoices } from '~/users/type-choices.tsx'
import { noPermissionSet } from '~/users/no-permission-set.ts'
import type { UserFormView } from '~/users/user-form-view.ts'

const path = [{ label: 'Settings' }, { label: 'Users', to: '/settings/users' }, { label: 'Add User' }]
const fields = ['type', 'seasonIds', 'name', 'email', 'permissionSetId']

export interface AddUserView {
  readonly organization: string
  /** The contract is over: nobody can be added. */
  readonly ended: { readonly title: string; readonly text: string } | null
  readonly form: UserFormView
  readonly idempotencyKey: string
}

/** Settings → Users → Users → Add User: the type first, then what it asks for (USER-02). */
export function AddUserPage({
  view,
  reply,
  listed,
}: {
  view: AddUserView
  reply: FormReply | undefined
  /** The page of whoever has the e-mail address already. */
  listed: string | null
}) {
  const { form } = view
  const [chosen, setChosen] = useState<Chosen>(() => ({
    type: fieldState(reply, 'type').value,
    seasonIds: chosenValues(reply, 'seasonIds'),
  }))
  const look = (event: FormEvent<HTMLFormElement>) => {
    const filledIn = new FormData(event.currentTarget)
    setChosen({
      type: String(filledIn.get('type') ?? ''),
      seasonIds: filledIn.getAll('seasonIds').map(String),
    })
  }
  if (view.ended !== null) {
    return (
      <>
        <PageHeader path={path} title="Add User" />
        <EndedContract {...view.ended} />
        <ButtonLink to="/settings/users">Back to the users</ButtonLink>
      </>
    )
  }
  return (
    <>
      <PageHeader path={path} title="Add User" />
      <div className="form-page">
        <Form method="post" className="user-form" noValidate onChange={look}>
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
              {...(listed !== null && { hint: <Link to={listed}>See that user</Link> })}
              {...fieldState(reply, 'email')}
            />
          </div>
          <SelectField
            name="permissionSetId"
            label="Permission set"
            hint="What the user can do in the product."
            options={form.permissionSets}
            {...fieldState(reply, 'permissionSetId', noPermissionSet)}
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
          <WhatHappensNext view={view} chosen={chosen} />
        </aside>
      </div>
    </>
  )
}

interface Chosen {
  readonly type: string
  readonly seasonIds: readonly string[]
}

/** Before a type is chosen, and without JavaScript, it says what holds for all types. */
function WhatHappensNext({ view: { form, organization }, chosen }: { view: AddUserView; chosen: Chosen }) {
  const seat = form.sandbox ? ' Users of a sandbox take no seat.' : ' It holds the seat from that moment.'
  return (
    <>
      <p>
        An invitation to {organization} goes out at once.
        {seat}
      </p>
      <p className="soft small">{thenOf(form, chosen)}</p>
    </>
  )
}

function thenOf({ seasons, sandbox }: UserFormView, { type, seasonIds }: Chosen): string {
  const letsGo = sandbox ? '' : ' and then lets go of the seat'
  switch (type) {
    case 'full-time':
    case 'collaborator':
      return `The sign-up link in it lasts 14 days${letsGo}.`
    case 'staff':
      return 'The sign-up link comes with it.'
    case 'seasonal': {
      const picked = seasons.filter(({ seasonId }) => seasonIds.includes(seasonId))
      if (picked.some(({ span }) => span.phase === 'open')) {
        return 'The sign-up link comes with it, because a chosen season is open.'
      }
      // The one that opens first need not be the one that was chosen first.
      const [first] = picked.toSorted((one, other) => one.span.from - other.span.from)
      return first === undefined
        ? 'The sign-up link comes with it when a chosen season is open, otherwise when the first one opens.'
        : `The sign-up link follows when ${first.name} opens.`
    }
    default:
      return `Full-time and collaborator invitations last 14 days${sandbox ? '' : ' and then let go of the seat'}. Seasonal users get their sign-up link when their first season opens.`
  }
}
