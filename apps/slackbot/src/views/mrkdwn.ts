/**
 * Text of others for a message's `text`, which Slack reads as mrkdwn: what would become a mention, a link or a call to a whole
 * channel stays plain text.
 */
export function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Cut to what a Slack field takes, with an ellipsis where something is missing. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const letters = [...text]
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join('')}…`
}
