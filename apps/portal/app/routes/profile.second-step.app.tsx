import { type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { confirmAuthenticator, shownAuthenticator } from '@seatkeeper/db'
import { refusalSentence } from '@seatkeeper/wording'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { errorItems } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { RecoveryCodes } from '~/pages/recovery-codes.tsx'
import { CodeField } from '~/pages/second-step.tsx'
import { confirmAppForm } from '~/server/identity/factor-forms.ts'
import { countFactor, forgiveFactor } from '~/server/identity/limits.ts'
import { qrPath } from '~/server/identity/qr-path.ts'
import { secretContext } from '~/server/identity/visitor.ts'
import { provenAction, provenPage } from '~/server/routes/proven.ts'

export const meta: MetaFunction = () => [{ title: 'Set up an authenticator app' }]

/** On the way to a second factor that one is asked for, too (USER-07). */
const settingUp = { settingUpFactor: true } as const

/** USER-12: the key as a picture and as text; a code of the app shows that it has arrived. */
export const loader = provenPage(async ({ context, visit }) => {
  const { person } = visit.session
  const product = context.services.productName
  const shown = await shownAuthenticator(secretContext(context), {
    personId: person.id,
    issuer: product,
    label: person.email,
  })
  return {
    product,
    // Null after it was confirmed, too, when the page still shows the recovery codes.
    shown: shown && { uri: shown.uri, key: shown.key.replaceAll(/.{4}(?=.)/g, '$& '), qr: qrPath(shown.uri) },
  }
}, settingUp)

export const action = provenAction(
  { form: confirmAppForm, ...settingUp },
  async ({ request, context, visit, input, reply }) => {
    const { id: personId, email } = visit.session.person
    if (!(await countFactor(request, context, { personId, email }))) {
      return reply({ code: refusalSentence({ kind: 'refuse', reason: 'too-many-requests' }) }, 429)
    }
    const asked = visit.factorAskedBy.length > 0
    const code = input.code.replaceAll(/\s/g, '')
    const answer = await confirmAuthenticator(secretContext(context), {
      personId,
      code,
      keptSessionId: visit.session.sessionId,
    })
    switch (answer.kind) {
      case 'wrong':
        return reply({
          code: 'That is not the code. Enter the one that the app shows now; your phone’s clock must be right.',
        })
      case 'gone':
        return redirect('/profile/second-step', 303)
      case 'grant':
        await forgiveFactor(request, context, { personId, email })
        return answer.recoveryCodes === null
          ? redirect('/profile/second-step?done=app', 303)
          : { codes: answer.recoveryCodes, afterwards: asked ? '/' : '/profile/second-step?done=app' }
    }
  },
)

export default function SetUpApp() {
  const { product, shown } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const reply = answer && 'reply' in answer ? answer.reply : undefined
  return (
    <>
      <PageHeader
        path={[
          { label: 'Your profile', to: '/profile' },
          { label: 'Second step at sign-in', to: '/profile/second-step' },
          { label: 'Authenticator app' },
        ]}
        title="Set up an authenticator app"
      />
      {answer && 'codes' in answer && answer.codes ? (
        <RecoveryCodes codes={answer.codes} product={product} to={answer.afterwards} />
      ) : shown === null ? (
        <div className="stack">
          <p>There is no key to set up at the moment: it is shown for half an hour.</p>
          <p>
            <ButtonLink to="/profile/second-step">Begin anew</ButtonLink>
          </p>
        </div>
      ) : (
        <div className="stack narrow">
          <ErrorSummary items={errorItems(reply, ['code'])} />
          <ol className="steps stack">
            <li>
              <p>
                In the app, add an account by scanning this picture, or <a href={shown.uri}>open the app</a>{' '}
                on this device.
              </p>
              <QrCode {...shown.qr} />
              <p className="soft small">
                It cannot be scanned? Type this key instead: <code className="app-key">{shown.key}</code>
              </p>
            </li>
            <li>
              <p>Enter the code that the app shows. From then on it is asked for when you sign in.</p>
              <Form method="post" className="stack" noValidate>
                <FormToken />
                <CodeField reply={reply} />
                <div className="form-actions">
                  <SubmitButton busy="Looking…">Turn it on</SubmitButton>
                  <ButtonLink to="/profile/second-step" kind="quiet">
                    Cancel
                  </ButtonLink>
                </div>
              </Form>
            </li>
          </ol>
        </div>
      )}
    </>
  )
}

/** Dark on white in every theme: cameras read nothing else well. */
function QrCode({ size, path }: { size: number; path: string }) {
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="The key as a picture for your phone’s camera"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
