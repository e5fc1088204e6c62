import { Form } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField, TextField } from '~/components/field.tsx'
import { Icon } from '~/components/icon.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { userPath } from '~/users/user-path.ts'
import type { SwapView } from './swap-presenter.ts'

const fields = ['name', 'email', 'permissionSetId']

/** Gives one person's place to another: who comes, what changes hands, what becomes of who goes (SEAT-05). */
export function SwapPage({ view, reply }: { view: SwapView; reply: FormReply | undefined }) {
  const back = `/settings/users/${view.memberId}`
  return (
    <>
      <PageHeader
        path={userPath(view.name, view.memberId, 'Give place')}
        title={`Give the place of ${view.name} to someone else`}
        lead={view.email}
      />
      {view.refusal === null ? (
        <SwapForm view={view} reply={reply} back={back} />
      ) : (
        <div className="stack">
          <Notice tone="warn">
            <p>There is no place to give. {view.refusal}</p>
          </Notice>
          <ButtonLink to={back}>Back to {view.name}</ButtonLink>
        </div>
      )}
    </>
  )
}

function SwapForm({ view, reply, back }: { view: SwapView; reply: FormReply | undefined; back: string }) {
  return (
    <div className="form-page">
      <Form method="post" className="user-form" noValidate>
        <FormToken />
        <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
        <input type="hidden" name="confirmed" value={view.digest} />
        <ErrorSummary items={errorItems(reply, fields)} />
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
          options={view.permissionSets}
          {...fieldState(reply, 'permissionSetId', view.permissionSetId)}
        />
        <div className="form-actions">
          <SubmitButton busy="Saving">Give the place</SubmitButton>
          <ButtonLink to={back} kind="quiet">
            Cancel
          </ButtonLink>
        </div>
      </Form>
      <aside className="form-aside card" aria-label="What changes">
        <h2>What changes hands</h2>
        {view.handedOn.length === 0 && <p className="soft">No seat: users of a sandbox take none.</p>}
        <ul className="seat-lines" data-kind="keep" role="list">
          {view.handedOn.map(({ text, dates }) => (
            <li key={text}>
              <Icon name="check" />
              <span>
                <b>Hands on</b> {text}
                {dates !== null && <DateText when={dates} />}
              </span>
            </li>
          ))}
        </ul>
        <h2>What happens next</h2>
        <p>{view.goes}</p>
        <p className="soft small">
          An invitation goes to the new address at once. They come in as a {view.type.toLowerCase()} user,
          without a role in the settings.
        </p>
      </aside>
    </div>
  )
}
