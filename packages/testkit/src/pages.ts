import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A page of somebody who was never here before. What was opened before is closed. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>

const usualViewport = { width: 1280, height: 720 }

/**
 * Opens pages one after the other. A new page is a new process of the browser with everything still to be loaded, which
 * costs more than most tests do with it; so one of the same kind is emptied and used again, without its cookies.
 *
 * @param prepare Is called once for each page that is really new.
 */
export function onePageAtATime(browser: Browser, prepare: (page: Page) => void): OpenPage {
  const kept = new Map<string, Page>()
  return async ({ colorScheme = null, viewport, ...lasting } = {}) => {
    await closeAll(browser, new Set(kept.values()))
    const kind = JSON.stringify(lasting)
    let page = kept.get(kind)
    if (page === undefined || page.isClosed()) {
      page = await (await browser.newContext(lasting)).newPage()
      kept.set(kind, page)
      prepare(page)
    }
    await page.setViewportSize(viewport ?? usualViewport)
    await page.emulateMedia({ colorScheme })
    return page
  }
}

/** Those to be used again are left empty and without whom they knew. */
async function closeAll(browser: Browser, kept: ReadonlySet<Page>): Promise<void> {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) {
      if (!kept.has(page)) {
        await page.close()
        continue
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await page.goto('about:blank')
    }
    await context.clearCookies()
  }
}
