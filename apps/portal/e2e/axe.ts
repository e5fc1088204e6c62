import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export interface Look {
  /** Only what lies within it. */
  readonly include?: string
  readonly exclude?: string
  /** Only these rules: for a second look at a page that differs from the first in its colours alone. */
  readonly rules?: readonly string[]
}

/** What axe finds against a page, each with the elements concerned. */
export async function axeFindings(page: Page, { include, exclude, rules }: Look = {}): Promise<string[]> {
  // Otherwise it opens a page more at each look, for frames of other origins: ours have none, and it takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  if (include !== undefined) axe.include(include)
  if (exclude !== undefined) axe.exclude(exclude)
  if (rules !== undefined) axe.withRules([...rules])
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
