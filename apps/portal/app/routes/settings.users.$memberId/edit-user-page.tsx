import { Form, useFetcher } from '@remix-run/react'
import { type FormEvent, Fragment, useEffect, useId, useRef, useState } from 'react'
import { Badge } from '~/components/badge.tsx'
import { ButtonLink, SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { FieldError, SelectField, TextField } from '~/components/field.tsx'
import { Flash } from '~/components/flash.tsx'
import { Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { chosenValues, errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import type { loader as previewLoader } from '~/routes/settings.users.$memberId_.preview/route.ts'
import { SeasonChoices } from '~/users/season-choices.tsx'
import { SeatChanges } from '~/users/seat-changes.tsx'
import { TypeChoices } from '~/users/type-choices.tsx'
import type { EditView } from './edit-view.ts'
import { Status } from './status.tsx'
import { Steps } from './steps.tsx'
import { userPath } from '~/users/user-path.ts'

const fields = ['type', 'seasonIds', 'name', 'permissionSetId', 'role']
const movesSeats = ['type', 'seasonIds']

/** A user's page: what they are, what may be changed, and what saving does to seats (USER-03). */
export function EditUserPage({ view, reply }: { view: EditView; reply: FormReply | undefined }) {
  return (
    <>
      <PageHeader
        path={userPath(view.name)}
        title={view.name}
        lead={
          <span className="row">
            {view.email} <Badge tone={view.status.tone}>{view.status.label}</Badge>
            {view.self && <Badge>You</Badge>}
          </span>
        }
      />
      <Flash key={view.announcement}>{reply === undefined ? view.announcement : null}</Flash>
      {/* A page loaded anew begins with a fresh form: what it previewed before has been saved, or is past. */}
      {view.may.edit ? (
        <EditForm key={view.idempotencyKey} view={view} reply={reply} />
      ) : (
        <NotEditable view={view} />
      )}
    </>
  )
}

function NotEditable({ view }: { view: EditView }) {
  return (
    <div className="form-page">
      <div className="form-column stack">
        <Notice>
          <p>{whyNotEditable(view)}</p>
        </Notice>
        <Facts facts={view.facts} />
        <Steps memberId={view.memberId} may={view.may} />
      </div>
      <Status view={view} />
    </div>
  )
}

/** What the form would show, for whoever may not change it. */
function Facts({ facts }: { facts: EditView['facts'] }) {
  return (
    <section className="card" aria-label="User">
      <dl className="facts">
        <dt>Type of User</dt>
        <dd>{facts.type}</dd>
        {facts.seasons.map(({ name, dates }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <DateText when={dates} />
            </dd>
          </Fragment>
        ))}
        <dt>Permission set</dt>
        <dd>{facts.permissionSet ?? 'None'}</dd>
        <dt>Role</dt>
        <dd>{facts.role}</dd>
      </dl>
    </section>
  )
}

function whyNotEditable({ status, locked }: EditView): string {
  if (status.label === 'Removed') {
    return 'This user was removed. Add them again with the same e-mail address to bring them back.'
  }
  return locked
    ? 'While the account is locked, users can be deactivated and removed, but not changed.'
    : 'Your role does not allow changes to this user.'
}

function EditForm({ view, reply }: { view: EditView; reply: FormReply | undefined }) {
  const { form, values, memberId } = view
  const preview = useFetcher<typeof previewLoader>()
  const summaryTitle = useId()
  const box = useRef<HTMLFormElement>(null)
  /**
   * The choice that the summary stands for, at first the one that is stored; and what was answered before it was asked.
   * The fetcher's own state changes with the next rendering, which a quick save may outrun.
   */
  const asked = useRef<{ readonly choice: string; readonly before: unknown }>({
    choice: storedChoice(values),
    before: null,
  })
  const [held, setHeld] = useState<{ readonly before: unknown } | null>(null)
  // While the server reckons what the latest choice does, the earlier answer stays but is no longer confirmed.
  const seen = preview.state === 'idle' ? preview.data : undefined
  const refused = preview.data?.kind === 'refuse' ? preview.data.errors : {}
  const errorsOf = (name: string) => reply?.errors[name] ?? refused[name]

  const look = (event: FormEvent<HTMLFormElement>) => {
    if (!(event.target instanceof HTMLInputElement) || !movesSeats.includes(event.target.name)) return
    ask(event.currentTarget)
  }

  const ask = (filledIn: HTMLFormElement) => {
    asked.current = { choice: seatChoice(filledIn), before: preview.data }
    preview.load(`/settings/users/${memberId}/preview?${asked.current.choice}`)
  }

  // Saved before the summary of the latest choice was there: it is awaited, shown, and the save goes on by itself.
  const hold = (event: FormEvent<HTMLFormElement>) => {
    const { choice, before } = asked.current
    const same = seatChoice(event.currentTarget) === choice
    if (same && preview.state === 'idle' && preview.data !== before) {
      setHeld(null)
      return
    }
    event.preventDefault()
    if (held !== null) return
    setHeld({ before: preview.data })
    if (!same) ask(event.currentTarget)
  }
  useEffect(() => {
    if (held !== null && preview.state === 'idle' && preview.data !== held.before)
      box.current?.requestSubmit()
  }, [held, preview.state, preview.data])

  return (
    <div className="form-page">
      <div className="form-column">
        <Form
          method="post"
          className="user-form"
          id="edit"
          noValidate
          onChange={look}
          onSubmit={hold}
          ref={box}
        >
          <FormToken />
          <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
          <input type="hidden" name="intent" value="save" />
          <input type="hidden" name="confirmed" value={seen?.kind === 'grant' ? seen.digest : ''} />
          <ErrorSummary items={errorItems(reply, fields)} />
          <TypeChoices
            types={form.types}
            chosen={fieldState(reply, 'type', values.type).value}
            errors={errorsOf('type')}
          />
          <SeasonChoices
            seasons={form.seasons}
            scale={form.scale}
            overlaps={form.overlaps}
            chosen={chosenValues(reply, 'seasonIds', values.seasonIds)}
            errors={errorsOf('seasonIds')}
          />
          <TextField
            name="name"
            label="Name"
            autoComplete="off"
            {...fieldState(reply, 'name', values.name)}
          />
          <div className="form-pair">
            <SelectField
              name="permissionSetId"
              label="Permission set"
              hint="What the user can do in the product."
              options={form.permissionSets}
              {...fieldState(reply, 'permissionSetId', values.permissionSetId)}
            />
            <RoleField view={view} reply={reply} />
          </div>
          <section className="save-summary card" aria-labelledby={summaryTitle}>
            <h2 id={summaryTitle}>What saving does</h2>
            <output aria-busy={preview.state !== 'idle'}>
              <FieldError name="preview" errors={Object.values(refused).flat()} />
              <SeatChanges changes={preview.data?.kind === 'grant' ? preview.data.changes : view.changes} />
            </output>
            <noscript>
              <p className="small soft">
                Before anything about seats is saved, you see it once more for review.
              </p>
            </noscript>
          </section>
          <div className="form-actions">
            <SubmitButton busy="Saving" waiting={held !== null}>
              Save Changes
            </SubmitButton>
            <ButtonLink to="/settings/users" kind="quiet">
              Cancel
            </ButtonLink>
          </div>
        </Form>
        <Steps memberId={memberId} may={view.may} />
      </div>
      <Status view={view} />
    </div>
  )
}

/** The type and seasons that a form stands at, as an address asks for their summary. */
function seatChoice(filledIn: HTMLFormElement): string {
  const chosen = [...new FormData(filledIn)].filter(([name]) => movesSeats.includes(name))
  return sorted(chosen as [string, string][])
}

const storedChoice = ({ type, seasonIds }: EditView['values']) =>
  sorted([['type', type], ...seasonIds.map((id): [string, string] => ['seasonIds', id])])

function sorted(pairs: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(
    pairs
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .toSorted()
      .join('&'),
  ).toString()
}

/** Only roles that the viewer may give are on offer; a role beyond those is shown and stays as it is (USER-07). */
function RoleField({ view: { form, values }, reply }: { view: EditView; reply: FormReply | undefined }) {
  if (!form.roles.some(({ value }) => value === values.role)) {
    return <input type="hidden" name="role" value={values.role} />
  }
  return (
    <SelectField
      name="role"
      label="Role"
      hint="What the user can do here, in the settings."
      options={form.roles}
      {...fieldState(reply, 'role', values.role)}
    />
  )
}
