/** The arguments of a Web API call: a form whose rich values are JSON, or JSON altogether; undefined: neither. */
export async function readArguments(request: Request): Promise<Record<string, unknown> | undefined> {
  const type = request.headers.get('content-type') ?? ''
  const body = await request.text()
  try {
    if (type.startsWith('application/json')) return asObject(body === '' ? {} : JSON.parse(body))
    return Object.fromEntries(
      [...new URLSearchParams(body)].map(([name, value]) => [name, rich(name, value)]),
    )
  } catch {
    return undefined
  }
}

const structured = new Set(['view', 'blocks', 'attachments', 'metadata', 'unfurls'])

const rich = (name: string, value: string): unknown =>
  structured.has(name) ? (JSON.parse(value) as unknown) : value

/** A JSON object as such; undefined for anything else. */
export const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
