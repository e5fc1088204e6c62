import type { LockedOut } from '~/server/routes/locked.ts'
import { LockPage } from './lock-page.tsx'

/** ACC-04, CLS-02: what is wrong with the account, what mends it, and where or by whom. Nothing is deleted by a lock. */
export function LockedAccount({ locked }: LockedOut) {
  return (
    <LockPage lock={locked}>
      {locked.ask !== null && <p>{locked.ask}</p>}
      <p className="soft">Nothing is deleted: all opens again as it was.</p>
    </LockPage>
  )
}
