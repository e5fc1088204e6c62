import { createContext } from 'react'

/**
 * The number that this page's own scripts carry, so that the content security policy lets them and no
 * other script run. Known on the server only: the browser hides it from scripts, and needs it no more.
 */
export const NonceContext = createContext<string | undefined>(undefined)
