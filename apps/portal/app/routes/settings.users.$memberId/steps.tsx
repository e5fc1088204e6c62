import { ButtonLink } from '~/components/button.tsx'
import type { EditView, Step } from './edit-view.ts'

/** What each step is called and what it means, the same on the user's page and where it asks once more. */
export const stepWords: Record<
  Step,
  { readonly verb: string; readonly title: string; readonly meaning: string }
> = {
  deactivate: {
    verb: 'Deactivate',
    title: 'Deactivate user',
    meaning:
      'Ends their access at once and frees their seats. Their history stays, and you can reactivate them.',
  },
  reactivate: {
    verb: 'Reactivate',
    title: 'Reactivate user',
    meaning: 'Gives them access again. They need a free seat.',
  },
  remove: {
    verb: 'Remove',
    title: 'Remove user',
    meaning:
      'Ends their access, frees their seats and takes them off the list. Adding the same e-mail again brings them back.',
  },
  withdraw: {
    verb: 'Withdraw',
    title: 'Withdraw invitation',
    meaning: 'The link in the invitation stops working, the seats are free, and the user leaves the list.',
  },
}

/** The steps that end or begin a user's place here, each explained beside its button. */
export function Steps({
  memberId,
  may: { steps, swap, handOver },
}: {
  memberId: string
  may: EditView['may']
}) {
  if (steps.length === 0 && !swap && !handOver) return null
  return (
    <section className="danger-zone" aria-label="Access and removal">
      <ul role="list">
        {handOver && (
          <li>
            <div>
              <h2>Hand over the organization</h2>
              <p className="soft small">
                They become its owner, and you a billing admin. Only they can give it back.
              </p>
            </div>
            <ButtonLink to={`/settings/users/${memberId}/hand-over`} aria-label="Hand over the organization">
              Hand over
            </ButtonLink>
          </li>
        )}
        {swap && (
          <li>
            <div>
              <h2>Give this place to someone else</h2>
              <p className="soft small">
                Somebody new takes over the seats in one step, whether or not others are free. This user
                leaves.
              </p>
            </div>
            <ButtonLink to={`/settings/users/${memberId}/swap`} aria-label="Give this place to someone else">
              Give this place
            </ButtonLink>
          </li>
        )}
        {steps.map((step) => {
          const { verb, title, meaning } = stepWords[step]
          return (
            <li key={step}>
              <div>
                <h2>{title}</h2>
                <p className="soft small">{meaning}</p>
              </div>
              <ButtonLink to={`/settings/users/${memberId}?confirm=${step}`} aria-label={title}>
                {verb}
              </ButtonLink>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
