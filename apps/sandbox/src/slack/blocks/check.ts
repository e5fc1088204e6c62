import type { z } from 'zod'
import { messageBlocks, modal, home, suggestions } from './schema.ts'
import type { Block, Home, Modal, Option } from './schema.ts'

/** Either what was sent, found good, or what Slack would have against it, one line each in Slack's own form. */
export type Checked<T> =
  | { readonly kind: 'good'; readonly value: T }
  | { readonly kind: 'bad'; readonly problems: readonly string[] }

/** Blocks of a message; those without a block_id or action_id get one, as in Slack. */
export const checkBlocks = (value: unknown): Checked<Block[]> =>
  then(read(messageBlocks, value, '/blocks'), (blocks) => placed(blocks, '/blocks'))

/** A modal as given to views.open, update and push or in an acknowledgement. */
export const checkModal = (value: unknown): Checked<Modal> =>
  then(read(modal, value, '/view'), (view) =>
    then(placed(view.blocks, '/view/blocks'), (blocks) => good({ ...view, blocks })),
  )

/** An App Home as given to views.publish. */
export const checkHome = (value: unknown): Checked<Home> =>
  then(read(home, value, '/view'), (view) =>
    then(placed(view.blocks, '/view/blocks'), (blocks) => good({ ...view, blocks })),
  )

/** The answer to a block_suggestion, groups flattened in their order. */
export const checkSuggestions = (value: unknown): Checked<Option[]> =>
  then(read(suggestions, value, ''), ({ options, option_groups }) =>
    good(options ?? option_groups?.flatMap((group) => group.options) ?? []),
  )

const good = <T>(value: T): Checked<T> => ({ kind: 'good', value })

function then<A, B>(checked: Checked<A>, next: (value: A) => Checked<B>): Checked<B> {
  return checked.kind === 'good' ? next(checked.value) : checked
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return good(parsed.data)
  return {
    kind: 'bad',
    problems: parsed.error.issues.map(
      ({ message, path }) => `[ERROR] ${message} [json-pointer:${[at, ...path.map(String)].join('/')}]`,
    ),
  }
}

/** Gives missing names and refuses doubled ones: two blocks of one name would share one value. */
function placed(blocks: readonly Block[], at: string): Checked<Block[]> {
  const problems: string[] = []
  const taken = new Set<string>()
  const named = blocks.map((block, index) => {
    const block_id = block.block_id ?? `block-${index}`
    if (taken.has(block_id))
      problems.push(`[ERROR] block_id "${block_id}" already exists [json-pointer:${at}/${index}/block_id]`)
    taken.add(block_id)
    return withActionIds({ ...block, block_id }, (action_id) =>
      problems.push(`[ERROR] action_id "${action_id}" already exists [json-pointer:${at}/${index}]`),
    )
  })
  return problems.length > 0 ? { kind: 'bad', problems } : good(named)
}

function withActionIds(block: Block, doubled: (actionId: string) => void): Block {
  const taken = new Set<string>()
  const name = <E extends { type: string; action_id?: string | undefined }>(element: E, index: number): E => {
    if (element.type === 'image') return element
    const action_id = element.action_id ?? `action-${index}`
    if (taken.has(action_id)) doubled(action_id)
    taken.add(action_id)
    return { ...element, action_id }
  }
  switch (block.type) {
    case 'section':
      return block.accessory ? { ...block, accessory: name(block.accessory, 0) } : block
    case 'actions':
      return { ...block, elements: block.elements.map(name) }
    case 'input':
      return { ...block, element: name(block.element, 0) }
    default:
      return block
  }
}
