import type { Instant } from '@seatkeeper/rules'
import { html, raw } from 'hono/html'
import { dateTime } from '../pages/date-time.ts'
import { layout, type Markup } from '../pages/layout.ts'
import type { Journey } from './journeys.ts'

export interface ClockPage {
  readonly now: Instant
  /** Present while it is on its way: what is said of that. */
  readonly moving: string | null
  readonly journeys: readonly Journey[]
  readonly refusal: string | undefined
}

/** The demo's business clock: what it shows, where it can be sent, and what happened on the way. */
export function clockPage({ now, moving, journeys, refusal }: ClockPage): Markup {
  return layout(
    'Clock',
    html`
      ${moving ? raw('<meta http-equiv="refresh" content="1" />') : ''}
      <h1>Clock</h1>
      <p class="clock-now">${dateTime(new Date(now))}</p>
      <p class="soft">
        Business time: seasons, invitations and deadlines go by it. It only goes forward;
        <code>npm start -- --reset</code> begins anew.
      </p>
      ${refusal === undefined ? '' : html`<p role="alert" class="refusal">${refusal}</p>`}
      ${moving === null ? '' : onItsWay(moving)} ${forms(now, moving !== null)}
      <h2>What happened</h2>
      ${
        journeys.length === 0
          ? html`<p class="soft">The clock has not been moved yet.</p>`
          : html`<ol class="journeys">
              ${journeys.map(journeyItem)}
            </ol>`
      }
    `,
  )
}

function onItsWay(moving: string): Markup {
  return html`<p role="status">
    It is ${moving} It stops wherever something falls due; presses meanwhile are added.
    <a href="/clock">Look again</a>
  </p>`
}

/** While it moves, the page is loaded anew each second: nobody could finish writing a date. */
function forms(now: Instant, moving: boolean): Markup {
  return html`<div class="bar">
    <form method="post" action="/clock">
      <button name="go" value="next-event">Next event</button>
      <button name="go" value="day">+1 day</button>
      <button name="go" value="week">+1 week</button>
    </form>
    ${moving ? '' : exactForm(now)}
  </div>`
}

function exactForm(now: Instant): Markup {
  return html`<form method="post" action="/clock">
    <label class="visually-hidden" for="at">Date and time, UTC</label>
    <input
      id="at"
      name="at"
      type="datetime-local"
      value="${new Date(now).toISOString().slice(0, 16)}"
      required
    />
    <button name="go" value="at">Go (UTC)</button>
  </form>`
}

function journeyItem({ from, to, stops }: Journey): Markup {
  return html`<li>
    <h3>${dateTime(new Date(from))} – ${to === null ? 'on its way' : dateTime(new Date(to))}</h3>
    ${
      stops.length === 0
        ? html`<p class="soft">Nothing fell due.</p>`
        : html`<ol class="stops">
            ${stops.map(
              ({ at, mails }) =>
                html`<li>
                  ${dateTime(new Date(at))}
                  ${
                    mails.length === 0
                      ? html`<p class="soft">Due work without a mail</p>`
                      : html`<ul role="list">
                          ${mails.map(
                            ({ id, subject, to }) =>
                              html`<li>
                                <a href="/mails/${id}">${subject}</a> <span class="soft">${to}</span>
                              </li>`,
                          )}
                        </ul>`
                  }
                </li>`,
            )}
          </ol>`
    }
  </li>`
}

export function noClockPage(): Markup {
  return layout(
    'Clock',
    html`<h1>Clock</h1>
      <p>This sandbox knows no database whose clock it could move: <code>npm start</code> gives it one.</p>`,
  )
}
