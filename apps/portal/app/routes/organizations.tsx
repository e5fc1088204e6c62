import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { chooseOrganization } from '@seatkeeper/db'
import { roleName } from '@seatkeeper/wording'
import { Button } from '~/components/button.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import { chooseOrganizationForm } from '~/server/identity/identity-forms.ts'
import { identityContext, letsIn } from '~/server/identity/visitor.ts'
import { notFound } from '~/server/routes/answers.ts'
import { signedInAction, signedInPage } from '~/server/routes/signed-in.ts'

export const meta: MetaFunction = () => [{ title: 'Choose an organization' }]

export const loader = signedInPage(async ({ visit: { session, current } }) => ({
  organizations: session.memberships.filter(letsIn).map(({ organization, account, role }) => ({
    id: organization.id,
    name: organization.name,
    account: account.name,
    sandbox: organization.kind === 'sandbox',
    role: roleName[role],
    current: organization.id === current?.organization.id,
  })),
}))

export const action = signedInAction(
  { form: chooseOrganizationForm },
  async ({ context, input, visit: { session } }) => {
    const { organizationId } = input
    const mine = session.memberships.some((one) => one.organization.id === organizationId && letsIn(one))
    const choice = { sessionId: session.sessionId, personId: session.person.id, organizationId }
    if (!mine || !(await chooseOrganization(identityContext(context), choice))) throw notFound()
    return redirect('/', 303)
  },
)

export default function Organizations() {
  const { organizations } = useLoaderData<typeof loader>()
  return (
    <div className="stack">
      <h1>Choose an organization</h1>
      <ul role="list" className="stack organization-list">
        {organizations.map((organization) => (
          <li key={organization.id} className="card">
            <div>
              <strong>{organization.name}</strong>
              <p className="soft small">
                {organization.account}
                {organization.sandbox && ', sandbox'} · {organization.role}
              </p>
            </div>
            {organization.current ? (
              <p aria-current="true">You are here</p>
            ) : (
              <Form method="post">
                <FormToken />
                <input type="hidden" name="organizationId" value={organization.id} />
                <Button aria-label={`Open ${organization.name}`}>Open</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
