import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { launchChromium } from '@seatkeeper/testkit/chromium'
import { photograph } from './pictures/camera.ts'
import { CHAPTERS, galleryText } from './pictures/gallery.ts'
import { startInstallation } from './pictures/installation.ts'
import { setStage } from './pictures/stage.ts'

// `npm run pictures`: the demo as people get it, walked through once; docs/gallery.md and its pictures are made anew.
// `npm run pictures -- locks` makes those of one chapter alone; the chapters do not build on each other.
const root = dirname(import.meta.dirname)
const folder = join(root, 'docs/images/gallery')
const page = join(root, 'docs/gallery.md')
const wanted = process.argv.slice(2)
const chapters = CHAPTERS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

mkdirSync(folder, { recursive: true })
const installation = await startInstallation()
const browser = await launchChromium()
let total = 0
try {
  const stage = setStage(browser, installation)
  for (const { name, who, show } of chapters.flatMap(({ pictures }) => pictures)) {
    const seen = await stage.pageOf(who)
    try {
      await show(seen, stage)
      const bytes = await photograph(seen, folder, name)
      total += bytes
      console.log(`${name}: ${Math.round(bytes / 1000)} kB`)
    } catch (error) {
      process.exitCode = 1
      console.error(`${name} could not be shown, at ${seen.url()}:`, error)
    }
  }
} finally {
  await browser.close()
  await installation.stop()
}
writeFileSync(page, galleryText())
execFileSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', page])
console.log(`${Math.round(total / 1000)} kB in all`)
