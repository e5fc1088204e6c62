import { Form } from '@remix-run/react'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { SeasonChoices } from '~/users/season-choices.tsx'
import { SeatChanges } from '~/users/seat-changes.tsx'
import type { EditView, Step } from './edit-view.ts'
import { stepWords } from './steps.tsx'
import { userPath } from '~/users/user-path.ts'

/** Asks once more, on a page of its own: it says what will happen, and works everywhere. */
export function ConfirmStep(props: { step: Step; view: EditView; reply: FormReply | undefined }) {
  const { step, view, reply } = props
  const { verb, title, meaning } = stepWords[step]
  const back = `/settings/users/${view.memberId}`
  return (
    <>
      <PageHeader
        path={userPath(view.name, view.memberId, title)}
        title={`${verb} ${view.name}?`}
        lead={view.email}
      />
      <Form method="post" className="confirm">
        <FormToken />
        <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
        <input type="hidden" name="intent" value={step} />
        <ErrorSummary items={errorItems(reply, ['seasonIds'])} />
        <p>{step === 'withdraw' ? `The invitation to ${view.email}: ${lowerFirst(meaning)}` : meaning}</p>
        {step === 'reactivate' ? (
          <Reactivation view={view} reply={reply} />
        ) : (
          view.seats.length > 0 && (
            <div className="card">
              <SeatChanges changes={{ takes: [], frees: view.seats, keeps: [], notes: [] }} />
            </div>
          )
        )}
        <div className="form-actions">
          <SubmitButton kind={step === 'reactivate' ? 'primary' : 'danger'} busy="One moment">
            {title}
          </SubmitButton>
          <ButtonLink to={back} kind="quiet">
            Cancel
          </ButtonLink>
        </div>
      </Form>
    </>
  )
}

/** Coming back takes a seat: a seasonal user's seasons are chosen anew (USER-04, D-14). */
function Reactivation({ view: { form, values }, reply }: { view: EditView; reply: FormReply | undefined }) {
  if (values.type !== 'seasonal') {
    const type = form.types.find((one) => one.type === values.type)
    return (
      <div className="card">
        <p>
          Takes a {(type?.label ?? values.type).toLowerCase()} seat
          {type?.side == null ? '.' : ` (${type.side}).`}
        </p>
      </div>
    )
  }
  return (
    <SeasonChoices
      seasons={form.seasons.filter(({ span }) => span.phase !== 'closed')}
      scale={form.scale}
      overlaps={form.overlaps}
      chosen={chosenValues(reply, 'seasonIds')}
      errors={reply?.errors['seasonIds']}
    />
  )
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
