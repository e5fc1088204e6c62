/**
 * SQL: the addresses to which mails about the money of account `a` go, as a JSON array: the invoicing e-mails, the primary one first;
 * until somebody has entered any, the owners of its organizations.
 */
export const BILLING_ADDRESSES = /* sql */ `
coalesce(
  (select jsonb_build_array(b.email) || b.further_emails from billing_profile b where b.account_id = a.id),
  (select jsonb_agg(distinct m.email) from member m where m.account_id = a.id and m.role = 'owner'
    and m.removed_at is null and m.deactivated_at is null),
  '[]')`

/** SQL: the organization through whose outbox the mails of account `a` go: its oldest that is no sandbox. */
export const BILLING_ORGANIZATION = /* sql */ `(
  select o.id from organization o where o.account_id = a.id
  order by o.kind = 'sandbox', o.created_at, o.id limit 1)`
