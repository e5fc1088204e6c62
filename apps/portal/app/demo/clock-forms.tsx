import { Form } from '@remix-run/react'
import { Button } from '~/components/button.tsx'
import { FormToken } from '~/forms/form-token.tsx'
import type { ClockView } from '~/server/demo/clock.ts'

/**
 * OPS-04: where the demo's clock can be sent; also while it is on its way, because presses add up. `to` is the page to come back to; `place` tells its fields apart.
 */
export function ClockForms({ clock, to, place }: { clock: ClockView; to: string; place: 'bar' | 'page' }) {
  return (
    <div className="clock-forms">
      <Form method="post" action="/demo/clock" className="clock-steps" preventScrollReset>
        <FormToken />
        <input type="hidden" name="to" value={to} />
        <Button name="go" value="next-event">
          Next event
        </Button>
        <Button name="go" value="day">
          +1 day
        </Button>
        <Button name="go" value="week">
          +1 week
        </Button>
      </Form>
      {/* While it moves, the page is looked at anew again and again: nobody could finish writing a date. */}
      {clock.moving === null && (
        <Form method="post" action="/demo/clock" className="clock-exact" preventScrollReset>
          <FormToken />
          <input type="hidden" name="to" value={to} />
          <label htmlFor={`clock-at-${place}`}>
            Go to <span className="soft">(UTC)</span>
          </label>
          <input
            className="input"
            id={`clock-at-${place}`}
            name="at"
            type="datetime-local"
            defaultValue={clock.field}
            key={clock.field}
            required
          />
          <Button name="go" value="at">
            Go
          </Button>
        </Form>
      )}
    </div>
  )
}
