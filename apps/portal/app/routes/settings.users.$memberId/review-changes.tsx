import { Form } from '@remix-run/react'
import { Button, SubmitButton } from '~/components/button.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import { SeatChanges, type SeatChangesView } from '~/users/seat-changes.tsx'
import type { EditView } from './edit-view.ts'
import { userPath } from '~/users/user-path.ts'

/** An edit that moves seats, waiting to be confirmed. */
export interface Review {
  readonly changes: SeatChangesView
  /** Stands for exactly these changes; when they are others by then, the question comes again. */
  readonly digest: string
  /** The form as it was filled in. */
  readonly values: readonly (readonly [name: string, value: string])[]
}

/** Shown before saving wherever the summary could not be shown live, or has changed since it was (USER-03). */
export function ReviewChanges({ view, review }: { view: EditView; review: Review }) {
  return (
    <>
      <PageHeader
        path={userPath(view.name, view.memberId, 'Review')}
        title={`Save changes to ${view.name}?`}
        lead="This is what saving does to your seats."
      />
      <Form method="post" className="confirm">
        <FormToken />
        {review.values.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="confirmed" value={review.digest} />
        <div className="card">
          <SeatChanges changes={review.changes} />
        </div>
        <div className="form-actions">
          <SubmitButton name="intent" value="save" busy="Saving">
            Save Changes
          </SubmitButton>
          <Button kind="quiet" name="intent" value="change">
            Back to the form
          </Button>
        </div>
      </Form>
    </>
  )
}
