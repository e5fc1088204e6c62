import type { Block, Control, InputBlock, Placed } from './schema.ts'

/** A control together with where it stands: Slack addresses it by block and action. */
export interface Standing {
  readonly blockId: string
  readonly control: Placed
  /** The block, when it is an input block; its label, hint and whether it must be filled. */
  readonly input?: InputBlock
}

/** All controls of a surface, in reading order. Blocks are expected to carry their names (`checkBlocks`). */
export function controlsOf(blocks: readonly Block[]): Standing[] {
  return blocks.flatMap((block): Standing[] => {
    const blockId = block.block_id ?? ''
    switch (block.type) {
      case 'section':
        return block.accessory && block.accessory.type !== 'image'
          ? [{ blockId, control: named(block.accessory) }]
          : []
      case 'actions':
        return block.elements.map((element) => ({ blockId, control: named(element) }))
      case 'input':
        return [{ blockId, control: named(block.element), input: block }]
      default:
        return []
    }
  })
}

/** The control at an address, or undefined when the surface has changed meanwhile. */
export const controlAt = (
  blocks: readonly Block[],
  blockId: string,
  actionId: string,
): Standing | undefined =>
  controlsOf(blocks).find(
    (standing) => standing.blockId === blockId && standing.control.action_id === actionId,
  )

const named = <C extends Control>(control: C): Placed<C> => ({
  ...control,
  action_id: control.action_id ?? '',
})

/** The name of a control's field in a form; block and action ids may contain anything. */
export const fieldName = (blockId: string, actionId: string): string =>
  `v/${encodeURIComponent(blockId)}/${encodeURIComponent(actionId)}`

/** The value of a button that acts: which control, and for a menu which of its options. */
export const pressValue = (blockId: string, actionId: string, optionValue?: string): string =>
  [blockId, actionId, ...(optionValue === undefined ? [] : [optionValue])].map(encodeURIComponent).join('/')

/** Undoes `pressValue`; undefined for anything else. */
export function readPress(
  value: string,
): { readonly blockId: string; readonly actionId: string; readonly optionValue?: string } | undefined {
  try {
    const [blockId, actionId, optionValue] = value.split('/').map(decodeURIComponent)
    if (blockId === undefined || actionId === undefined) return undefined
    return { blockId, actionId, ...(optionValue === undefined ? {} : { optionValue }) }
  } catch {
    return undefined
  }
}
