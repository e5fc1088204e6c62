import type { MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { copySeason, seasonRoster, seasonsPage } from '@seatkeeper/db'
import { may } from '@seatkeeper/rules'
import { counted, formatCount, refusalSentence } from '@seatkeeper/wording'
import { z } from 'zod'
import { Badge } from '~/components/badge.tsx'
import { SubmitButton } from '~/components/button.tsx'
import { DateText } from '~/components/date-text.tsx'
import { ErrorSummary } from '~/components/error-summary.tsx'
import { SelectField } from '~/components/field.tsx'
import { EmptyState, Notice } from '~/components/notice.tsx'
import { PageHeader } from '~/components/page-header.tsx'
import { Pager } from '~/components/pager.tsx'
import { phaseTone } from '~/components/seasonal-limits.tsx'
import { errorItems, fieldState, type FormReply } from '~/forms/form-reply.ts'
import { FormToken } from '~/forms/form-token.tsx'
import { RosterTable } from '~/seasons/roster.tsx'
import { rosterLine, seasonRow } from '~/seasons/seasons-view.ts'
import { id } from '~/server/forms/text.ts'
import { adminAction, adminPage } from '~/server/routes/admin.ts'
import { found } from '~/server/routes/answers.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.season.name ?? 'Unknown'} – Seasons` },
]

/** USER-13: who has a season, which of its seats are idle, and where else its people could go. */
export const loader = adminPage({ can: 'seats.read' }, async ({ query, url, params, viewer, membership }) => {
  const lines = await seasonsPage(query)
  const line = found(lines.find(({ season }) => season.id === params['seasonId']))
  const idle = url.searchParams.get('idle') === 'yes'
  const cursor = url.searchParams.get('cursor')
  const roster = await seasonRoster(query, { seasonId: line.season.id, idle, ...(cursor && { cursor }) })
  const mayManage = may(membership.role, 'users.manage')
  const at = (to: string | null) =>
    to === null ? null : `?${new URLSearchParams({ ...(idle && { idle: 'yes' }), cursor: to })}`
  const others = lines.filter(({ season, phase }) => phase !== 'closed' && season.id !== line.season.id)
  const withRoom = others.find(
    ({ availability }) => availability.mode === 'unlimited' || availability.remaining > 0,
  )
  return {
    season: seasonRow(line, { from: 0, to: 0 }, viewer),
    idle,
    mayManage,
    rows: roster.rows.map((row) => rosterLine(row, viewer)),
    next: at(roster.next),
    previous: at(roster.previous),
    /** Where the people could be copied to, what is full included: the answer says for whom. */
    targets:
      mayManage && line.people > 0
        ? others.map(({ season, availability }) => ({
            value: season.id,
            label: `${season.name}${availability.mode === 'unlimited' ? '' : `: ${counted(availability.remaining, 'seat', 'seats', viewer.locale)} left`}`,
          }))
        : [],
    suggested: (withRoom ?? others[0])?.season.id,
  }
})

const form = z.object({ toSeasonId: id, after: id.optional() })

/** Each of the people by the rules of an edit; what became of whom is said row by row. */
export const action = adminAction(
  { can: 'users.manage', form, refusals: { 'not-found': 'toSeasonId' } },
  async ({ useCase, input, params, viewer }) => {
    const { toSeasonId, after = null } = input
    const fromSeasonId = params['seasonId'] ?? ''
    const answer = await copySeason(useCase, { fromSeasonId, toSeasonId, after })
    if (answer.kind === 'refuse') return answer
    const { people } = answer
    const given = people.filter(({ refusal }) => refusal === null).length
    return {
      copied: {
        toSeasonId,
        after: answer.after,
        summary:
          people.length === 0
            ? 'Everybody has that season already.'
            : `${formatCount(given, viewer.locale)} of ${counted(people.length, 'person', 'people', viewer.locale)} got the season.`,
        refused: people.flatMap(({ memberId, name, refusal }) =>
          refusal === null ? [] : [{ memberId, name, reason: refusalSentence(refusal, viewer) }],
        ),
      },
    }
  },
)

export default function Season() {
  const { season, idle, mayManage, rows, next, previous, targets, suggested } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const here = `/settings/seasons/${season.seasonId}`
  return (
    <>
      <PageHeader
        path={[{ label: 'Settings' }, { label: 'Seasons', to: '/settings/seasons' }, { label: season.name }]}
        title={season.name}
        lead={
          <span className="row">
            <DateText when={season.dates} /> <Badge tone={phaseTone[season.phase]}>{season.phaseLabel}</Badge>
          </span>
        }
      />
      {answer && 'copied' in answer && <Copied copied={answer.copied} />}
      <p className="season-summary">
        {season.seats.used}. {season.people} of yours
        {season.idle === null ? '.' : ', '}
        {season.idle !== null && (idle ? `${season.idle}.` : <Link to="?idle=yes">{season.idle}</Link>)}
        {idle && (
          <>
            {' '}
            <Link to={here}>Show everybody</Link>
          </>
        )}
      </p>
      {rows.length === 0 ? (
        <div className="card">
          <EmptyState
            title={idle ? 'No seat is idle' : 'Nobody has this season'}
            text={
              idle
                ? 'Everybody who was invited has signed up.'
                : 'Give it to users when you add or edit them.'
            }
          />
        </div>
      ) : (
        <>
          <RosterTable rows={rows} mayManage={mayManage} />
          <Pager summary="By name" previous={previous} next={next} />
        </>
      )}
      {targets.length > 0 && (
        <Copy name={season.name} targets={targets} suggested={suggested} reply={replyOf(answer)} />
      )}
    </>
  )
}

const replyOf = (answer: object | undefined): FormReply | undefined =>
  answer && 'reply' in answer ? (answer.reply as FormReply) : undefined

function Copy({
  name,
  targets,
  suggested,
  reply,
}: {
  name: string
  targets: readonly { readonly value: string; readonly label: string }[]
  suggested: string | undefined
  reply: FormReply | undefined
}) {
  return (
    <section className="danger-zone" aria-labelledby="copy-people">
      <h2 id="copy-people">Copy these people into another season</h2>
      <p className="soft">
        Everybody who has {name} gets the other season as well, while it has seats. Each takes a seat, as if
        you had edited them one by one; those who were removed or deactivated stay out.
      </p>
      <Form method="post" className="stack permission-set-page">
        <FormToken />
        <ErrorSummary items={errorItems(reply, ['toSeasonId'])} />
        <SelectField
          label="Season"
          options={targets}
          {...fieldState(reply, 'toSeasonId', suggested)}
          name="toSeasonId"
        />
        <div className="panel-actions">
          <SubmitButton busy="Copying">Copy people</SubmitButton>
        </div>
      </Form>
    </section>
  )
}

interface CopiedView {
  readonly toSeasonId: string
  readonly after: string | null
  readonly summary: string
  readonly refused: readonly { readonly memberId: string; readonly name: string; readonly reason: string }[]
}

function Copied({ copied: { toSeasonId, after, summary, refused } }: { copied: CopiedView }) {
  return (
    <section className="card stack page-notice" aria-label="What came of copying">
      <Notice tone={refused.length === 0 ? 'good' : 'warn'} live>
        <p>
          {summary} <Link to={`/settings/seasons/${toSeasonId}`}>See who has it</Link>
        </p>
      </Notice>
      {refused.length > 0 && (
        <ul role="list" className="copied-people">
          {refused.map(({ memberId, name, reason }) => (
            <li key={memberId}>
              <Link to={`/settings/users/${memberId}`}>{name}</Link>
              <span>{reason}</span>
            </li>
          ))}
        </ul>
      )}
      {after !== null && (
        <Form method="post">
          <FormToken />
          <input type="hidden" name="toSeasonId" value={toSeasonId} />
          <input type="hidden" name="after" value={after} />
          <SubmitButton busy="Copying">Go on with the next people</SubmitButton>
        </Form>
      )}
    </section>
  )
}
