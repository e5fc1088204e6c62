// oxlint-disable-next-line typescript/triple-slash-reference -- the declarations come along with whoever imports this, whatever they compile
/// <reference path="../untyped.d.ts" />
import LineBreaker from 'linebreak'

const WITHOUT_SPACES = /\p{Script=Thai}/u
const words = new Intl.Segmenter('th', { granularity: 'word' })

/** Where a line may end, after Unicode's line breaking (UAX 14); Thai, which writes no spaces, by its words. The text's end is the last. */
export function lineBreaks(text: string): number[] {
  const breaks = new Set<number>()
  const breaker = new LineBreaker(text)
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) breaks.add(next.position)
  if (WITHOUT_SPACES.test(text)) {
    let before = ''
    for (const { segment, index } of words.segment(text)) {
      if (WITHOUT_SPACES.test(before.slice(-1)) && WITHOUT_SPACES.test(segment)) breaks.add(index)
      before = segment
    }
  }
  return [...breaks].sort((a, b) => a - b)
}
