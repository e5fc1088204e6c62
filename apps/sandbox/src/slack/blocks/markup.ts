import { html } from 'hono/html'

/** A piece of a page. The template escapes whatever is put into it. */
export type Markup = ReturnType<typeof html>

export const join = (pieces: readonly Markup[]): Markup => html`${pieces}`
