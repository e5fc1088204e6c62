import { billingPictures } from './billing.ts'
import { VIEWS } from './camera.ts'
import { lockPictures } from './locks.ts'
import type { Picture } from './picture.ts'
import { userPictures } from './users.ts'

interface Chapter {
  /** For the command line. */
  readonly name: string
  readonly title: string
  readonly pictures: readonly Picture[]
}

export const CHAPTERS: readonly Chapter[] = [
  { name: 'people', title: 'People, seasons, settings', pictures: userPictures },
  { name: 'billing', title: 'Billing', pictures: billingPictures },
  { name: 'locks', title: 'Locks, and how they lift', pictures: lockPictures },
]

const HEAD = `# Gallery

Every page below stands in light, in dark and on a phone, as the demo shows it: made by \`npm run pictures\`, which starts the demo, walks
through it and writes this page with its pictures anew. The demo's clock bar is left out. Click a picture to see it in full size.
`

/** What stands in docs/gallery.md. */
export function galleryText(): string {
  return [HEAD, ...CHAPTERS.map(chapterText)].join('\n')
}

function chapterText({ title, pictures }: Chapter): string {
  return [
    `## ${title}\n`,
    `| Page | ${VIEWS.map(({ view }) => view[0]!.toUpperCase() + view.slice(1)).join(' | ')} |`,
    `| --- | ${VIEWS.map(() => '---').join(' | ')} |`,
    ...pictures.map(rowText),
    '',
  ].join('\n')
}

function rowText({ name, title, about, requirements }: Picture): string {
  const images = VIEWS.map(({ view, width }) => {
    const file = `images/gallery/${name}-${view}.webp`
    const shown = width > 600 ? 340 : 130
    return `<a href="${file}"><img src="${file}" width="${shown}" alt="${title}, ${view}"></a>`
  })
  return `| **${title}**<br>${about}<br>${requirements} | ${images.join(' | ')} |`
}
