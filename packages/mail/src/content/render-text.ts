import type { Block, MailContent } from './mail-content.ts'

/** The mail as plain text: blocks apart by an empty line, addresses on lines of their own. */
export function renderText({ heading, blocks, reason, sender }: MailContent): string {
  return `${[heading, ...blocks.map(blockText), `--\n${reason}\n${sender}`].join('\n\n')}\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return block.text
    case 'link':
      return `${block.label}:\n${block.url}`
    case 'facts':
      return block.groups
        .map(({ title, facts }) =>
          [
            title,
            ...facts.map(({ label, value, aside }) => `  ${label}: ${value}${aside ? ` (${aside})` : ''}`),
          ].join('\n'),
        )
        .join('\n\n')
  }
}
