import type { Page } from './camera.ts'
import type { Stage } from './stage.ts'

/** One page of the gallery: who looks at it, and how one gets there. */
export interface Picture {
  /** Of its files. */
  readonly name: string
  readonly title: string
  /** What is seen, in a line. */
  readonly about: string
  readonly requirements: string
  /** Somebody of the demo; null: a stranger. */
  readonly who: string | null
  /** Leaves the page as it is to be seen. Pictures are taken in their order: one may go on where another stopped. */
  show(page: Page, stage: Stage): Promise<unknown>
}

/** A page that an address is all it takes to get to. */
export const at =
  (path: string): Picture['show'] =>
  (page) =>
    page.goto(path, { waitUntil: 'networkidle' })
