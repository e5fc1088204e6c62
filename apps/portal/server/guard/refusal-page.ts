import type { Response } from 'express'
import type { Refused } from '../../app/server/scope.ts'

/**
 * The short page, or to a page's script the same words as data, for a request that never reaches the application: one sentence on what is wrong and one on
 * what to do. It stands alone (no bundle, no session), so that it works whatever else is broken.
 */
export function refuseWithPage(response: Response, refusal: Refused): void {
  if (response.locals.refuseAsData) {
    response.set('Cache-Control', 'no-store')
    response.locals.refuseAsData(refusal)
    return
  }
  const nonce = response.locals.scope?.nonce ?? ''
  response
    .status(refusal.status)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(page(refusal.title, refusal.advice, nonce, response.locals.scope?.requestId ?? ''))
}

function page(title: string, advice: string, nonce: string, requestId: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style nonce="${escape(nonce)}">
:root { color-scheme: light dark; font: 0.9375rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1rem; box-sizing: border-box;
  color: light-dark(oklch(0.24 0.018 205), oklch(0.94 0.005 190));
  background: light-dark(oklch(0.982 0.003 180), oklch(0.181 0.007 205)); }
main { width: min(26rem, 100vw - 2rem); }
h1 { font-size: 1.625rem; font-weight: 620; line-height: 1.25; letter-spacing: -0.018em; margin: 0 0 1rem; text-wrap: balance; }
p { margin: 0 0 1rem; text-wrap: pretty; }
small { color: light-dark(oklch(0.46 0.016 203), oklch(0.735 0.011 200)); }
a { display: inline-block; padding: 0.375rem 0.875rem; border: 1px solid light-dark(oklch(0.84 0.008 190), oklch(0.39 0.011 205)); border-radius: 0.4375rem;
  background: light-dark(oklch(1 0 0), oklch(0.217 0.008 205)); color: inherit; font-weight: 560; text-decoration: none; }
</style>
</head>
<body>
<main>
<p><svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7.5" fill="oklch(0.42 0.078 173)"/><path d="M9 6.75v9h9.75M9 15.75v5.5m9.75-5.5v5.5" fill="none" stroke="white" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/><circle cx="16.5" cy="9.25" r="2.75" fill="oklch(0.86 0.13 88)"/></svg></p>
<h1>${escape(title)}</h1>
<p>${escape(advice)}</p>
<p><a href="/">Go to the first page</a></p>
${requestId ? `<small>Request ${escape(requestId)}</small>` : ''}
</main>
</body>
</html>
`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
