import type { Reason, RefusalOf } from '@seatkeeper/rules'
import type { Viewer } from './viewer.ts'

/** For each reason a sentence, made of that reason's own facts. */
export type Sentences<R extends Reason> = {
  readonly [Each in R]: (refusal: RefusalOf<Each>, viewer: Viewer) => string
}
