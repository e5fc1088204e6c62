import type { EntityManager } from '@mikro-orm/postgresql'

/** An entity manager that knows the tables; apps pass it on and never look inside. */
export type Em = EntityManager
