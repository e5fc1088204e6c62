import type { Block, FactGroup, MailContent } from './mail-content.ts'

// Mail programs know neither custom properties nor oklch: these are the portal's tokens as hex values, the light
// ones inline where every program reads them, the dark ones in a media query for those that know it.
const INK = '#152223'
const SOFT = '#4e5b5c'
const LINE = '#dfe4e3'
const ACCENT = '#085b49'
const FONT = "'Hanken Grotesk', -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  a { color: ${ACCENT}; }
  @media (prefers-color-scheme: dark) {
    .canvas { background: #0e1313 !important; }
    .card { background: #161b1c !important; border-color: #2a3031 !important; }
    .ink { color: #e8ecec !important; }
    .soft { color: #a2abac !important; }
    .line { border-color: #2a3031 !important; }
    .button { background: #7dd1b5 !important; color: #071a17 !important; }
    a { color: #7dd1b5; }
  }
  @media (max-width: 480px) {
    .card { padding: 24px 20px !important; }
  }
`

/** The mail as HTML: tables for layout, because some mail programs lay out nothing else; no picture, no script. */
export function renderHtml({ subject, preview, heading, blocks, reason, sender }: MailContent): string {
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<title>${escaped(subject)}</title>
<style>${STYLE}</style>
</head>
<body class="canvas" style="margin:0;padding:0;background:#f7faf9;-webkit-text-size-adjust:100%">
<div role="main">
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview)}</div>
<table role="presentation" class="canvas" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f7faf9">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;font-family:${FONT};font-size:15px;line-height:1.5;font-variant-numeric:tabular-nums">
<tr><td class="ink" style="padding:0 4px 16px;color:${INK};font-weight:600">${escaped(sender)}</td></tr>
<tr><td class="card" style="padding:32px;background:#ffffff;border:1px solid ${LINE};border-radius:12px">
<h1 class="ink" style="margin:0 0 16px;color:${INK};font-size:22px;line-height:1.3;font-weight:600;letter-spacing:-0.01em">${escaped(heading)}</h1>
${blocks.map(blockHtml).join('\n')}
</td></tr>
<tr><td class="soft" style="padding:16px 4px 0;color:${SOFT};font-size:13px">${escaped(reason)}</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="ink" style="margin:0 0 16px;color:${INK}">${escaped(block.text)}</p>`
    case 'note':
      return `<p class="soft" style="margin:0 0 16px;color:${SOFT};font-size:13px">${escaped(block.text)}</p>`
    case 'link':
      return linkHtml(block.label, block.url)
    case 'facts':
      return block.groups.map(groupHtml).join('\n')
  }
}

/** A button, and the address in full below it: for programs that show no buttons, and for careful readers. */
function linkHtml(label: string, url: string): string {
  const address = escaped(url)
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px"><tr><td>
<a class="button" href="${address}" style="display:inline-block;padding:11px 20px;background:${ACCENT};color:#ffffff;border-radius:7px;font-weight:600;text-decoration:none">${escaped(label)}</a>
</td></tr></table>
<p class="soft" style="margin:0 0 16px;color:${SOFT};font-size:13px;word-break:break-all">${address}</p>`
}

function groupHtml({ title, facts }: FactGroup): string {
  const rows = facts.map(
    ({ label, value, aside }) =>
      `<tr><th scope="row" class="soft" align="left" valign="top" style="padding:2px 16px 2px 0;color:${SOFT};font-weight:400">${escaped(label)}</th>
<td class="ink" style="padding:2px 0;color:${INK}">${escaped(value)}${
        aside === undefined
          ? ''
          : `<br><span class="soft" style="color:${SOFT};font-size:13px">${escaped(aside)}</span>`
      }</td></tr>`,
  )
  return `<div class="line" style="margin:0 0 16px;padding:12px 0 0;border-top:1px solid ${LINE}">
<p class="ink" style="margin:0 0 4px;color:${INK};font-weight:600">${escaped(title)}</p>
<table cellpadding="0" cellspacing="0" border="0" style="font-size:15px;line-height:1.5">${rows.join('\n')}</table>
</div>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
