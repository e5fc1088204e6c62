import axe from 'axe-core'
import type { Page } from 'playwright-core'

export interface Look {
  /** Only what lies within it. */
  readonly include?: string
  readonly exclude?: string
  /** Only these rules: for a second look at a page that differs from the first in its colours alone. */
  readonly rules?: readonly string[]
}

/**
 * What axe finds against a page, each with the elements concerned. Axe stays in the page for the next look, and answers
 * with what is wrong alone: bringing half a megabyte in anew, and all that is right out, took as long as looking.
 */
export async function axeFindings(page: Page, { include, exclude, rules }: Look = {}): Promise<string[]> {
  await page.evaluate(allColoursArrived)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(
    async ({ context, only }) => {
      const inPage = (globalThis as unknown as { axe: typeof axe }).axe
      const { violations } = await inPage.run(context, {
        resultTypes: ['violations'],
        ...(only && { runOnly: { type: 'rule' as const, values: only } }),
      })
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    },
    {
      context: { ...(include && { include: [include] }), exclude: exclude ? [exclude] : [] },
      only: rules && [...rules],
    },
  )
}

/** A colour on its way from light to dark is neither: what ends by itself is waited for. Runs in the page. */
async function allColoursArrived(): Promise<void> {
  interface Animation {
    readonly effect: { getComputedTiming(): { readonly endTime: number } } | null
    readonly finished: Promise<unknown>
  }
  const { document } = globalThis as unknown as { document: { getAnimations(): Animation[] } }
  await Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
      .map(({ finished }) => finished),
  )
}
