import { vitePlugin as remix } from '@remix-run/dev'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { browserBudget } from './vite/browser-budget.ts'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    remix({
      ignoredRouteFiles: ['**/*.test.ts', '**/*.css'],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
    browserBudget({ firstPageKb: 110, furtherPageKb: 5 }),
  ],
  // Of the server alone: while developing, preparing it for browsers fails on what it brings for them, and takes the pages' scripts along.
  optimizeDeps: { exclude: ['@node-rs/argon2'] },
  resolve: { alias: { '~': fileURLToPath(new URL('app', import.meta.url)) } },
  build: {
    // A page must not carry the bytes of another page's small images and fonts.
    assetsInlineLimit: 0,
    // Bundled, the linked packages would lose sight of their own dependencies: Node loads them itself.
    rollupOptions: { external: isSsrBuild ? [/^@seatkeeper\//] : [] },
  },
}))
