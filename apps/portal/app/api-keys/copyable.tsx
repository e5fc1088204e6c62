import { useState, useSyncExternalStore } from 'react'
import { Button } from '~/components/button.tsx'

const neverChanges = () => () => {}
const hasClipboard = () => navigator.clipboard !== undefined
const unknownToServer = () => false

/** A text to be taken elsewhere as it is: it can be selected by keyboard, too; with JavaScript a button copies it. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const canCopy = useSyncExternalStore(neverChanges, hasClipboard, unknownToServer)
  const [forbidden, setForbidden] = useState(false)
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Whoever has forbidden it selects the text instead.
      () => setForbidden(true),
    )
  }
  return (
    <div className="copyable">
      <input
        className="input"
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      {canCopy && !forbidden && (
        <Button type="button" onClick={copy} aria-label={`Copy: ${label}`}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
      <output className="visually-hidden">{copied ? 'Copied.' : ''}</output>
    </div>
  )
}
