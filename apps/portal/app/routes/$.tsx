import { notFound } from '~/server/routes/answers.ts'
import { publicAction, publicPage } from '~/server/routes/public.ts'
import { nothing } from '~/server/identity/identity-forms.ts'

/** Every address that no other route answers. */
export const loader = publicPage(async () => {
  throw notFound()
})

export const action = publicAction({ form: nothing }, async () => {
  throw notFound()
})

export default function Nowhere() {
  return null
}
