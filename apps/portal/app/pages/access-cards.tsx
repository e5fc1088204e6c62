import { Badge } from '~/components/badge.tsx'
import { DateText } from '~/components/date-text.tsx'
import type { AccessCard } from '~/server/identity/access-cards.ts'

const phaseTone = { open: 'good', upcoming: 'coming', closed: 'plain' } as const

/** ACC-01: may I sign in now, until when or why not; each season with its window in UTC and in one's own time. */
export function AccessCards({ title, cards }: { title: string; cards: readonly AccessCard[] }) {
  return (
    <div className="stack access-cards">
      <h1>{title}</h1>
      <AccessCardList cards={cards} />
    </div>
  )
}

export function AccessCardList({ cards }: { cards: readonly AccessCard[] }) {
  return (
    <>
      {cards.map((card) => (
        <section
          key={card.organizationId}
          className="card stack access-card"
          aria-labelledby={`card-${card.organizationId}`}
        >
          <header className="row">
            <h2 id={`card-${card.organizationId}`}>{card.organization}</h2>
            <Badge tone={card.allowed ? 'good' : 'plain'}>
              {card.allowed ? 'Open to you' : 'Closed to you'}
            </Badge>
          </header>
          <div>
            <p>{card.sentence}</p>
            <p className="soft small">
              {card.type} user of {card.account}
              {card.sandbox && ', sandbox'}
            </p>
          </div>
          {card.seasons.length > 0 && <Seasons card={card} />}
        </section>
      ))}
    </>
  )
}

function Seasons({ card }: { card: AccessCard }) {
  return (
    <ul role="list" className="access-seasons" aria-label={`Your seasons in ${card.organization}`}>
      {card.seasons.map((season) => (
        <li key={season.id}>
          <p className="access-season">
            <strong>{season.name}</strong>
            <span>{season.days}</span>
            <Badge tone={phaseTone[season.phase]}>{season.phaseName}</Badge>
          </p>
          <DateText when={season.window} />
        </li>
      ))}
    </ul>
  )
}
