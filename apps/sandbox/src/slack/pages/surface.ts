import type { Values } from '../blocks/values.ts'
import type { Offer } from '../workspace/workspace.ts'

/** Where blocks are being shown, to whom, and what is filled in there. */
export interface Surface {
  readonly kind: 'message' | 'modal' | 'home'
  /** Makes element ids unique on the page. */
  readonly id: string
  /** The reader's time zone. */
  readonly zone: string
  readonly values: Values
  readonly errors: Readonly<Record<string, string>>
  readonly offers: ReadonlyMap<string, Offer>
}

/** An element id that no block or action id can break. */
export const elementId = (surface: Surface, ...parts: readonly string[]): string =>
  [surface.id, ...parts.map((part) => encodeURIComponent(part).replaceAll('%', '_'))].join('-')
