import { TextField } from '~/components/field.tsx'
import { fieldState, type FormReply } from '~/forms/form-reply.ts'

/** E-mail and password, named as password managers expect them, wherever somebody signs in (ACC-02). */
export function CredentialFields({ reply }: { reply: FormReply | undefined }) {
  return (
    <>
      <TextField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        maxLength={254}
        {...fieldState(reply, 'email')}
      />
      <TextField
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        {...fieldState(reply, 'password')}
      />
    </>
  )
}
