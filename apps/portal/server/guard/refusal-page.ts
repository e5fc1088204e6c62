import type { Response } from 'express'

/**
 * The short page for a request that never reaches the application: one sentence on what is wrong and one on
 * what to do. It stands alone (no bundle, no session), so that it works whatever else is broken.
 */
export function refuseWithPage(
  response: Response,
  refusal: { readonly status: number; readonly title: string; readonly advice: string },
): void {
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
<style nonce="${escape(nonce)}">
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; box-sizing: border-box;
  color: light-dark(#1d2433, #e8eaf0); background: light-dark(#fafaf8, #14171f); }
main { max-width: 34rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance; }
p { margin: 0 0 1rem; }
small { color: light-dark(#596175, #a3abbd); }
a { color: inherit; }
</style>
</head>
<body>
<main>
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
