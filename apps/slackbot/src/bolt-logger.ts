import { type Logger as BoltLogger, LogLevel } from '@slack/bolt'
import type { Logger } from 'pino'

/** Bolt's and the Web API client's words, in our log. Bolt may log whole bodies at debug: that level stays shut. */
export function boltLogger(log: Logger): BoltLogger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...said: unknown[]) => {
      const error = said.find((part) => part instanceof Error)
      log[level](error ? { err: error } : {}, said.filter((part) => typeof part === 'string').join(' '))
    }
  return {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
