import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import { chainKey, contentOf, linkOf, SEALED_COLUMNS, type SealedEntry } from './entry-content.ts'
import { SEALABLE_SINCE } from './seal-audit.ts'

export interface AuditFault {
  /**
   * `changed`: the entry says something else than when it was sealed. `deleted`: it is gone. `inserted`: it was put there behind the
   * chain. `seal-missing`, `seal-changed`: somebody was at the chain itself. `cut-off`: the chain is shorter than it was known to be.
   */
  readonly fault: 'changed' | 'deleted' | 'inserted' | 'seal-missing' | 'seal-changed' | 'cut-off'
  readonly organizationId: string | null
  /** Null: it has no place in the chain. */
  readonly position: number | null
  readonly auditId: string | null
  /** What stands there now, for whoever looks for it; null: nothing does. */
  readonly entry: { readonly action: string; readonly at: string } | null
}

/** How far a chain went, to be kept outside the database: with it, cutting off its end shows, too. */
export interface ChainEnd {
  readonly organizationId: string | null
  readonly position: number
  /** Hexadecimal. */
  readonly link: string
}

export interface AuditReport {
  readonly entries: number
  /** Entries that are so new that they have no seal yet. */
  readonly pending: number
  /** Entries from which a person was erased, which the erasure itself vouches for. */
  readonly erased: number
  readonly ends: readonly ChainEnd[]
  /** The first hundred. */
  readonly faults: readonly AuditFault[]
  /** What the organizations of the faults are called. */
  readonly organizations: Readonly<Record<string, string>>
}

const MOST_FAULTS = 100

type Seal = {
  readonly sealedId: string
  readonly chain: string | null
  readonly position: number
  readonly content: Buffer
  readonly link: Buffer
} & (SealedEntry | { readonly [Column in keyof SealedEntry]: null })

/** Along the chains, one after the other, from behind a place on. */
const selectSeals = (house: boolean) =>
  statement<Seal, [chain: string | null, after: number, limit: number]>(/* sql */ `
select s.audit_id as "sealedId", s.organization_id as chain, s.position, s.content, s.link, ${SEALED_COLUMNS}
from audit_seal s left join audit a on a.id = s.audit_id
where s.organization_id ${house ? 'is not distinct from' : '='} $1::uuid and s.position > $2::bigint
order by s.position limit $3::integer
`)
const sealsOfOrganization = selectSeals(false)
const sealsOfHouse = selectSeals(true)

const selectChains = statement<{ readonly chain: string | null }, []>(/* sql */ `
select distinct organization_id as chain from audit_seal order by 1
`)

const selectErasures = statement<
  { readonly entries: Readonly<Record<string, string>> | null },
  []
>(/* sql */ `
select after -> 'entries' as entries from audit where action = 'person.erased' order by noted_at, id
`)

const selectUnsealed = statement<
  {
    readonly auditId: string
    readonly organizationId: string | null
    readonly action: string
    readonly at: string
    readonly pending: boolean
  },
  []
>(/* sql */ `
select a.id as "auditId", a.organization_id as "organizationId", a.action, a.at::text as at, a.noted_at >= (select ${SEALABLE_SINCE}) as pending
from audit a where not exists (select from audit_seal s where s.audit_id = a.id)
order by pending, a.noted_at limit 10000
`)

const selectNames = statement<{ readonly id: string; readonly name: string }, [ids: readonly string[]]>(
  'select id, name from organization where id = any($1::uuid[])',
)

/**
 * USER-10: reckons every chain anew and says which entries are not what they were. Reads alone, in batches; entries that are noted
 * meanwhile are simply not looked at.
 *
 * @param em `database.worker()`.
 * @param known Ends that an earlier check gave and that were kept elsewhere.
 */
export async function checkAuditChain(
  em: Em,
  { secret, known = [], batch = 2000 }: { secret: string; known?: readonly ChainEnd[]; batch?: number },
): Promise<AuditReport> {
  const db = em.getKysely() as Db
  const key = chainKey(secret)
  const faults: AuditFault[] = []
  const report = (fault: AuditFault) => {
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }
  // What an erasure left of an entry is vouched for by the key, which the erasing command had.
  const erasures = new Map<string, string>()
  for (const { entries } of await selectErasures(db))
    for (const [auditId, content] of Object.entries(entries ?? {})) erasures.set(auditId, content)

  const unsealed = await selectUnsealed(db)
  for (const { auditId, organizationId, action, at, pending } of unsealed)
    if (!pending)
      report({ fault: 'inserted', organizationId, position: null, auditId, entry: { action, at } })

  let entries = 0
  let erased = 0
  const ends: ChainEnd[] = []
  const wanted = new Map(known.map((end) => [`${end.organizationId} ${end.position}`, end]))
  for (const { chain } of await selectChains(db)) {
    let position = 0
    let link: Buffer | null = null
    for (;;) {
      const seals: Seal[] = await (chain === null ? sealsOfHouse : sealsOfOrganization)(
        db,
        chain,
        position,
        batch,
      )
      for (const seal of seals) {
        entries += 1
        const entry = seal.auditId === null ? null : { action: seal.action, at: seal.at }
        const at = { organizationId: chain, position: seal.position, auditId: seal.sealedId, entry }
        if (seal.position !== position + 1)
          report({ ...at, fault: 'seal-missing', auditId: null, entry: null })
        else if (!linkOf(key, link, seal.position, seal.content).equals(seal.link))
          report({ ...at, fault: 'seal-changed' })
        if (seal.auditId === null) report({ ...at, fault: 'deleted' })
        else {
          const content = contentOf(key, seal)
          if (!content.equals(seal.content)) {
            if (erasures.get(seal.auditId) === content.toString('hex')) erased += 1
            else report({ ...at, fault: 'changed' })
          }
        }
        ;({ position, link } = seal)
        const place = `${chain} ${position}`
        const end = wanted.get(place)
        if (end && end.link !== link.toString('hex')) report({ ...at, fault: 'seal-changed' })
        wanted.delete(place)
      }
      if (seals.length < batch) break
    }
    if (link !== null) ends.push({ organizationId: chain, position, link: link.toString('hex') })
  }
  for (const { organizationId, position } of wanted.values())
    report({ fault: 'cut-off', organizationId, position, auditId: null, entry: null })
  const named = await selectNames(
    db,
    faults.flatMap(({ organizationId }) => organizationId ?? []),
  )
  return {
    entries,
    pending: unsealed.filter(({ pending }) => pending).length,
    erased,
    ends,
    faults,
    organizations: Object.fromEntries(named.map(({ id, name }) => [id, name])),
  }
}
