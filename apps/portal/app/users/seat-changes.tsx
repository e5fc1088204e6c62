import { Icon, type IconName } from '~/components/icon.tsx'

/** What saving would do to seats, line by line (USER-03). */
export interface SeatChangesView {
  readonly takes: readonly string[]
  readonly frees: readonly string[]
  readonly keeps: readonly string[]
  readonly notes: readonly string[]
}

/** Seats that a save takes, frees and keeps. Sign, word and order tell them apart; colour only helps. */
export function SeatChanges({ changes }: { changes: SeatChangesView }) {
  const { takes, frees, keeps, notes } = changes
  return (
    <div className="seat-changes">
      {takes.length + frees.length === 0 && <p className="soft">No seat changes.</p>}
      <Lines kind="take" icon="plus" word="Takes" lines={takes} />
      <Lines kind="free" icon="minus" word="Frees" lines={frees} />
      <Lines kind="keep" icon="check" word="Keeps" lines={keeps} />
      {notes.map((note) => (
        <p className="small soft" key={note}>
          {note}
        </p>
      ))}
    </div>
  )
}

function Lines(props: { kind: string; icon: IconName; word: string; lines: readonly string[] }) {
  if (props.lines.length === 0) return null
  return (
    <ul className="seat-lines" data-kind={props.kind} role="list">
      {props.lines.map((line) => (
        <li key={line}>
          <Icon name={props.icon} />
          <span>
            <b>{props.word}</b> {line}
          </span>
        </li>
      ))}
    </ul>
  )
}
