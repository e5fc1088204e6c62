import type { RouteConfig } from '@remix-run/route-config'
import { flatRoutes } from '@remix-run/fs-routes'

/** The address is the file's name: `routes/settings.users.new.tsx` answers `/settings/users/new`. */
export default flatRoutes({ ignoredRouteFiles: ['**/*.test.ts', '**/*.css'] }) satisfies RouteConfig
