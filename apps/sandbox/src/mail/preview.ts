/**
 * A mail's own HTML, made fit for the frame that shows it: its links open in a tab of their own. The frame
 * and the response's policy keep scripts, forms and remote pictures out.
 */
export function previewHtml(html: string): string {
  const base = '<base target="_blank">'
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html
}

/** What a shown mail may do: look like itself, and nothing else. */
export const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
