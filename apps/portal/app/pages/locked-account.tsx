import { ButtonLink } from '~/components/button.tsx'
import type { LockedOut } from '~/server/routes/locked.ts'

export const lockedTitle = 'Your account is locked'

/** ACC-04, CLS-02: what is wrong with the account, what mends it, and where or by whom. Nothing is deleted by a lock. */
export function LockedAccount({ sentences, mayDisableStaff }: LockedOut['locked']) {
  return (
    <div className="stack">
      <h1>{lockedTitle}</h1>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p className="soft">Nothing is deleted: all opens again as it was.</p>
      {mayDisableStaff ? (
        <p>
          <ButtonLink to="/settings/users" kind="primary">
            Go to Users
          </ButtonLink>
        </p>
      ) : (
        <p>Please ask the owner or an admin of your organization.</p>
      )}
    </div>
  )
}
