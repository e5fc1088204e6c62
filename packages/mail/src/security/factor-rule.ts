import type { RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface FactorRuleProps {
  readonly product: string
  readonly organization: string
  readonly name: string
  /** The rule holds from now on; false: it has ended. */
  readonly required: boolean
  /** Where a second step is set up. */
  readonly url: string
}

/** USER-07: tells everybody who manages an organization that its owner requires a second step of them at sign-in, or no longer does. */
export function factorRule(props: FactorRuleProps): Promise<RenderedMail> {
  const { product, organization, name, required, url } = props
  return renderMail({
    subject: required
      ? `${organization} now requires a second step at sign-in (${product})`
      : `${organization} no longer requires a second step at sign-in (${product})`,
    preview: required
      ? 'It takes two minutes: an authenticator app or a passkey.'
      : 'Whatever you have set up goes on working.',
    heading: required ? 'A second step at sign-in' : 'The second step is up to you again',
    blocks: [
      { kind: 'paragraph', text: `Hello ${slot.name},` },
      ...(required
        ? ([
            {
              kind: 'paragraph',
              text: `the owner of ${organization} now requires a second step at sign-in of everybody who manages it: an authenticator app or a passkey besides the password. If you have one, there is nothing to do.`,
            },
            {
              kind: 'paragraph',
              text: 'If not, you are led to it the next time you open a page, and nothing else opens until it is set up. It takes two minutes.',
            },
            { kind: 'link', label: 'Set up a second step', url: slot.url },
            {
              kind: 'note',
              text: 'Keep the recovery codes that you are shown: they let you in when your phone is lost.',
            },
          ] as const)
        : ([
            {
              kind: 'paragraph',
              text: `the owner of ${organization} no longer requires a second step at sign-in of everybody who manages it. What you have set up goes on working, and we advise you to keep it.`,
            },
            { kind: 'link', label: 'See your second step', url: slot.url },
          ] as const)),
    ],
    reason: `You get this mail because you manage ${organization}.`,
    sender: product,
    recipient: { name, url },
  })
}
