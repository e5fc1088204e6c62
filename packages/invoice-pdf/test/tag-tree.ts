import { nameOf, type PdfFile, Reference, type Value } from './pdf-file.ts'

/** An element of the tree of tags. */
export interface Element {
  readonly role: string
  readonly dictionary: Readonly<Record<string, Value>>
  readonly children: readonly Element[]
  /** Its own stretches of content. */
  readonly marked: readonly { readonly page: number; readonly id: number }[]
}

export function treeOf(file: PdfFile): Element {
  const [root] = file.list(file.dictionary(file.catalog['StructTreeRoot'])['K'])
  return elementOf(file, root)
}

function elementOf(file: PdfFile, reference: Value | undefined): Element {
  const dictionary = file.dictionary(reference)
  const page = (value: Value | undefined) =>
    file
      .list(file.dictionary(file.catalog['Pages'])['Kids'])
      .findIndex(
        (kid) => kid instanceof Reference && value instanceof Reference && kid.number === value.number,
      )
  const children: Element[] = []
  const marked: { page: number; id: number }[] = []
  for (const kid of file.list(dictionary['K'])) {
    if (typeof kid === 'number') marked.push({ page: page(dictionary['Pg']), id: kid })
    else if (kid instanceof Reference) children.push(elementOf(file, kid))
    else {
      const content = file.dictionary(kid)
      marked.push({ page: page(content['Pg'] ?? dictionary['Pg']), id: Number(content['MCID']) })
    }
  }
  return { role: nameOf(dictionary['S'])!, dictionary, children, marked }
}

export const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)]
