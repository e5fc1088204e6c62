import { configureGlobal } from 'fast-check'

/** Each mutant runs the properties anew: fewer examples each, or a run of the whole package takes hours. */
configureGlobal({ numRuns: 20 })
