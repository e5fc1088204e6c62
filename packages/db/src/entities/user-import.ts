import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/** A file of users to be added and changed (USER-09). `leasedUntil`: wall clock; the other moments: business clock. */
export const UserImport = defineEntity({
  name: 'UserImport',
  tableName: 'user_import',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    memberId: p.uuid(),
    fileName: p.text(),
    fileHash: p.blob(),
    encoding: p.text(),
    separator: p.text(),
    rows: p.integer(),
    state: oneOf<'checked' | 'queued' | 'running' | 'done' | 'refused'>(),
    mode: oneOf<'all-or-nothing' | 'valid-rows'>().nullable(),
    createdAt: instant(),
    checkedAt: instant(),
    committedAt: instant().nullable(),
    finishedAt: instant().nullable(),
    progress: p.integer(),
    attempts: p.integer(),
    lease: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
  },
})

/** One row of it: what it says, what it would do, and what came of it. */
export const UserImportRow = defineEntity({
  name: 'UserImportRow',
  tableName: 'user_import_row',
  properties: {
    importId: p.uuid().primary(),
    nth: p.integer().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    said: p.json<Readonly<Record<string, unknown>>>(),
    plan: oneOf<'add' | 'change' | 'same' | 'refuse'>(),
    task: p.json<Readonly<Record<string, unknown>>>().nullable(),
    why: p.json<Readonly<Record<string, unknown>>>().nullable(),
    result: oneOf<'added' | 'changed' | 'refused'>().nullable(),
    resultWhy: p.json<Readonly<Record<string, unknown>>>().nullable(),
  },
})
