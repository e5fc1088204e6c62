import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { launchChromium } from '@seatkeeper/testkit/chromium'

export type Browser = Awaited<ReturnType<typeof launchChromium>>
export type Page = Awaited<ReturnType<Browser['newPage']>>

/** How each page is shown. The phone is as narrow as the usual ones are; nobody wants to see the whole of a long page. */
export const VIEWS = [
  { view: 'light', colorScheme: 'light', width: 1280, mostHeight: 960 },
  { view: 'dark', colorScheme: 'dark', width: 1280, mostHeight: 960 },
  { view: 'phone', colorScheme: 'light', width: 390, mostHeight: 1040 },
] as const

export const desk = { width: 1280, height: 900 }

/** The browser writes it itself; text stays sharp enough at this, at a third of a PNG's size. */
const WEBP = { format: 'webp', quality: 62 } as const

/** In the page: the clock bar, which belongs to the demo and not to the product, goes; answers with how long the page is. */
const TIDY = `(async () => {
  if (getComputedStyle(document.body).fontFamily.includes('Times')) throw new Error('The page came without its styles.')
  for (const bar of document.querySelectorAll('.clock-bar')) bar.className = 'visually-hidden'
  document.activeElement?.blur()
  scrollTo(0, 0)
  await document.fonts.ready
  return document.documentElement.scrollHeight
})()`

/** Takes the page as it stands in light, in dark and on a phone, and leaves it as it was; answers with the bytes written. */
export async function photograph(page: Page, folder: string, name: string): Promise<number> {
  const wire = await page.context().newCDPSession(page)
  let bytes = 0
  for (const { view, colorScheme, width, mostHeight } of VIEWS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 700 })
    const height = await page.evaluate<number>(TIDY)
    await page.setViewportSize({ width, height: Math.min(height, mostHeight) })
    await page.waitForTimeout(150)
    const { data } = await wire.send('Page.captureScreenshot', WEBP)
    const picture = Buffer.from(data, 'base64')
    writeFileSync(join(folder, `${name}-${view}.webp`), picture)
    bytes += picture.length
  }
  await wire.detach()
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(desk)
  return bytes
}
