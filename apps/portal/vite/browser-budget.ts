import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Kilobytes of compressed JavaScript: all that a first page needs, and what one further page adds. */
interface Budget {
  readonly firstPageKb: number
  readonly furtherPageKb: number
}

interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly code: string
  readonly facadeModuleId: string | null
  readonly imports: readonly string[]
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>
}

export interface RouteWeight {
  readonly route: string
  /** Everything that somebody loads who opens this page first. */
  readonly firstPage: number
  /** What only this page needs. */
  readonly own: number
}

/**
 * Prints what each page costs in JavaScript and fails the build when one costs too much, or when code that belongs on the
 * server has slipped into what browsers get.
 */
export function browserBudget(budget: Budget): Plugin {
  let forServer = false
  return {
    name: 'browser-budget',
    apply: 'build',
    configResolved(config) {
      forServer = config.build.ssr !== false
    },
    writeBundle(_options, bundle) {
      if (forServer) return
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk') as readonly Chunk[]
      const leaks = serverModules(chunks)
      if (leaks.length > 0) this.error(`Server code in the browser's bundle: ${leaks.join(', ')}`)
      const weights = routeWeights(chunks)
      process.stdout.write(report(weights))
      const heavy = overweight(weights, budget)
      if (heavy.length > 0) this.error(heavy.join('\n'))
    },
  }
}

/** What must never reach a browser: request code, the data layer, and Node's own modules. */
export function serverModules(chunks: readonly Pick<Chunk, 'modules'>[]): string[] {
  const own = /\/apps\/portal\/(app\/server|server)\/|\/packages\/(db|testkit)\/|^node:/
  return chunks
    .flatMap(({ modules }) => Object.entries(modules))
    .filter(
      ([id, { renderedLength }]) =>
        renderedLength > 0 && own.test(id) && !id.endsWith('/app/server/nonce.ts'),
    )
    .map(([id]) => id)
}

export function routeWeights(chunks: readonly Chunk[]): RouteWeight[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const size = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code).length]))
  const weigh = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + (size.get(file) ?? 0), 0)
  const needs = (chunk: Chunk): Set<string> => {
    const found = new Set<string>()
    const visit = (name: string) => {
      const next = byName.get(name)
      if (!next || found.has(name)) return
      found.add(name)
      next.imports.forEach(visit)
    }
    visit(chunk.fileName)
    return found
  }

  const pages = chunks.flatMap((chunk) => {
    const match = /\/app\/(entry\.client|root|routes\/.+?)(\/route)?\.tsx?(\?|$)/.exec(
      chunk.facadeModuleId ?? '',
    )
    return match ? [{ route: match[1]!, files: needs(chunk) }] : []
  })
  const isShell = ({ route }: { readonly route: string }) => !route.startsWith('routes/')
  const shell = new Set(pages.filter(isShell).flatMap(({ files }) => [...files]))
  const routes = pages.filter((page) => !isShell(page))
  const users = Map.groupBy(
    routes.flatMap(({ route, files }) => [...files].map((file) => ({ route, file }))),
    ({ file }) => file,
  )
  return routes.map(({ route, files }) => ({
    route: route.slice('routes/'.length),
    firstPage: weigh(new Set([...shell, ...files])),
    own: weigh([...files].filter((file) => !shell.has(file) && users.get(file)?.length === 1)),
  }))
}

export function overweight(weights: readonly RouteWeight[], budget: Budget): string[] {
  return weights.flatMap(({ route, firstPage, own }) => [
    ...(kb(firstPage) > budget.firstPageKb
      ? [`${route} needs ${kb(firstPage)} kB of JavaScript as a first page: at most ${budget.firstPageKb}`]
      : []),
    ...(kb(own) > budget.furtherPageKb
      ? [`${route} adds ${kb(own)} kB of JavaScript of its own: at most ${budget.furtherPageKb}`]
      : []),
  ])
}

function report(weights: readonly RouteWeight[]): string {
  const lines = weights
    .toSorted((a, b) => b.firstPage - a.firstPage)
    .map(
      ({ route, firstPage, own }) =>
        `  ${route.padEnd(32)} ${kb(firstPage).toFixed(1).padStart(6)} kB ${kb(own).toFixed(1).padStart(6)} kB`,
    )
  const head = `  ${'route'.padEnd(32)} ${'first page'.padStart(9)} ${'own'.padStart(8)}`
  return ['\nJavaScript per page, compressed (1 kB = 1000 bytes)', head, ...lines, ''].join('\n')
}

const kb = (bytes: number): number => Math.round(bytes / 100) / 10
