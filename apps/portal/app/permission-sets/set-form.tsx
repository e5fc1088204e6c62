import { Form } from '@remix-run/react'
import type { GrantedRight } from '@seatkeeper/rules'
import { Button, ButtonLink, SubmitButton } from '~/components/button.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { errorId, FieldError, fieldId, hintId, TextField } from '~/components/field.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'

interface SetFormProps {
  readonly idempotencyKey: string
  readonly name: string
  readonly rights: readonly GrantedRight[]
  /** See `PermissionSetRow.digest`; a set that is yet to be defined has none. */
  readonly seen?: string
  readonly verb: string
  readonly reply: FormReply | undefined
}

const blankRows = 3
const blank: GrantedRight = { key: '', description: '' }

/** Name and rights of a permission set. Rows that stay empty are none; more of them come by asking, without JavaScript too. */
export function SetForm({ idempotencyKey, name, rights, seen, verb, reply }: SetFormProps) {
  const rows = rowsOf(reply, rights)
  const errors = reply?.errors['rights']
  return (
    <Form method="post" className="stack" noValidate key={rows.length}>
      <FormToken />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {seen !== undefined && <input type="hidden" name="seen" value={seen} />}
      <ErrorSummary items={errorItems(reply, ['name', 'rights'])} />
      <TextField
        label="Name"
        hint="What people choose it by, such as ‘Agent’ or ‘Read only’."
        maxLength={80}
        autoComplete="off"
        {...fieldState(reply, 'name', name)}
        name="name"
      />
      <fieldset
        id={fieldId('rights')}
        className="right-rows"
        tabIndex={-1}
        aria-describedby={[errors ? errorId('rights') : '', hintId('rights')].filter(Boolean).join(' ')}
      >
        <legend>Rights in the product</legend>
        <p className="field-hint" id={hintId('rights')}>
          The key as your product knows it, and what it allows. Rows left empty are left out.
        </p>
        <FieldError name="rights" errors={errors} />
        <div className="right-row right-row-heads" aria-hidden="true">
          <span>Key</span>
          <span>What it allows</span>
        </div>
        {rows.map(({ key, description }, row) => (
          // oxlint-disable-next-line react/no-array-index-key -- A row is nothing but its place.
          <div className="right-row" key={row}>
            <input
              className="input right-key"
              name="rightKey"
              aria-label={`Key of right ${row + 1}`}
              defaultValue={key}
              placeholder={row === 0 ? 'Key, such as tickets.reply' : 'Key'}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={100}
            />
            <input
              className="input"
              name="rightText"
              aria-label={`What right ${row + 1} allows`}
              defaultValue={description}
              placeholder="What it allows"
              autoComplete="off"
              maxLength={200}
            />
          </div>
        ))}
      </fieldset>
      <div className="panel-actions">
        <SubmitButton name="intent" value="save" busy="Saving">
          {verb}
        </SubmitButton>
        <Button name="intent" value="more">
          More rows
        </Button>
        <ButtonLink to="/settings/permission-sets" kind="quiet">
          Cancel
        </ButtonLink>
      </div>
    </Form>
  )
}

/** What was typed, or else what is stored, and some empty rows below. */
function rowsOf(reply: FormReply | undefined, rights: readonly GrantedRight[]): readonly GrantedRight[] {
  const keys = reply?.values['rightKey']
  const typed = keys
    ? keys.map((key, row) => ({ key, description: reply?.values['rightText']?.[row] ?? '' }))
    : rights
  const more = reply === undefined || reply.values['intent']?.[0] === 'more'
  return more ? [...typed, ...Array.from({ length: blankRows }, () => blank)] : typed
}
