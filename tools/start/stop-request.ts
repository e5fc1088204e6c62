export interface StopRequest {
  /** Resolves once somebody has asked. */
  readonly made: Promise<void>
  /** Whether somebody has asked by now. */
  isMade(): boolean
}

/**
 * Somebody asks the start to end: Ctrl-C, SIGTERM, SIGHUP, or the death of the process that started it (the
 * channel to it closes). Asking again while everything is being stopped changes nothing.
 */
export function listenForStop(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>()
  let asked = false
  const ask = () => {
    asked = true
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  if (process.connected) process.once('disconnect', ask)
  return { made: promise, isMade: () => asked }
}
