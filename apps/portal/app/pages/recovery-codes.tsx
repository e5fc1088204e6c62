import { useSyncExternalStore } from 'react'
import { Button, ButtonLink } from '~/components/button.tsx'
import { Notice } from '~/components/notice.tsx'

const neverChanges = () => () => {}
const inBrowser = () => true
const onServer = () => false

/** USER-12: ten codes, shown this once. They can be kept as a file, on paper, or copied by hand. */
export function RecoveryCodes({
  codes,
  product,
  to,
}: {
  codes: readonly string[]
  product: string
  to: string
}) {
  const scripts = useSyncExternalStore(neverChanges, inBrowser, onServer)
  const text = `Recovery codes for ${product}. Each works once.\n\n${codes.join('\n')}\n`
  return (
    <section className="card stack recovery" aria-labelledby="recovery-codes" tabIndex={-1} autoFocus>
      <h2 id="recovery-codes">Keep these recovery codes</h2>
      <Notice tone="warn">
        <p>They are shown this once. Whoever loses their second factor gets in by one of them.</p>
      </Notice>
      <ol className="recovery-codes" role="list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="form-actions">
        <a
          className="button"
          data-kind="secondary"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="recovery-codes.txt"
        >
          Download as a file
        </a>
        {scripts && (
          <Button type="button" onClick={() => window.print()}>
            Print
          </Button>
        )}
        <ButtonLink to={to} kind="primary">
          I have kept them
        </ButtonLink>
      </div>
    </section>
  )
}
