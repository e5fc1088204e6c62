import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Which packages of the workspace a package may declare: arrows point down only (docs/architecture.md). Together
 * with two other checks this is the dependency rule: turbo refuses an import of what is not declared and a path
 * that leaves its package, lint refuses libraries that belong elsewhere. The test kit is declared at the root.
 */
const LAYERS: readonly { readonly packages: RegExp; readonly may: readonly string[] }[] = [
  { packages: /^packages\/rules$/, may: [] },
  { packages: /^packages\/(wording|db|payments)$/, may: ['rules'] },
  { packages: /^packages\/(mail|invoice-pdf)$/, may: ['rules', 'wording'] },
  { packages: /^packages\/testkit$/, may: ['rules', 'db'] },
  { packages: /^apps\/\w+$/, may: ['rules', 'wording', 'db', 'mail', 'invoice-pdf', 'payments'] },
  { packages: /^tools$/, may: ['rules', 'db', 'payments', 'wording'] },
]

export interface Manifest {
  /** The package's folder, relative to the checkout. */
  readonly folder: string
  /** Names of everything it declares. */
  readonly declares: readonly string[]
}

/** The manifests of all packages of the workspace. */
export function readManifests(root: string): readonly Manifest[] {
  return [...globSync('{apps,packages}/*', { cwd: root }), 'tools']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const { dependencies, devDependencies } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      ) as { dependencies?: object; devDependencies?: object }
      return { folder, declares: Object.keys({ ...dependencies, ...devDependencies }) }
    })
}

/** Each arrow that does not point down, as a sentence; a package that no layer names is one too. */
export function forbiddenArrows(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap(({ folder, declares }) => {
    const layer = LAYERS.find(({ packages }) => packages.test(folder))
    if (layer === undefined) return [`${folder} has no place in tools/checks/arrows.ts`]
    return declares
      .filter((name) => name.startsWith('@seatkeeper/'))
      .map((name) => name.slice('@seatkeeper/'.length))
      .filter((name) => !layer.may.includes(name))
      .map((name) => `${folder} may not depend on ${name}`)
  })
}
