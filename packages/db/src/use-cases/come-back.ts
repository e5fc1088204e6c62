/**
 * SQL of whoever is added (`insert into member as m`): one who was removed comes back with their history (D-31); where the e-mail is in
 * use, no row is written.
 */
export const MEMBER_COMES_BACK = /* sql */ `on conflict (organization_id, email_key) do update set
    email = excluded.email, name = excluded.name, type = excluded.type, role = excluded.role,
    permission_set_id = excluded.permission_set_id, invited_at = excluded.invited_at,
    removed_at = null, deactivated_at = null,
    joined_at = case when m.person_id is null then null else m.joined_at end
  where m.removed_at is not null`

/** Their invitation (`insert into invitation as v`, after a step `inserted`) is sent anew; whoever has signed up once need not again. */
export const INVITATION_COMES_BACK = /* sql */ `on conflict (member_id) do update set
    issue = v.issue + 1, sent_at = excluded.sent_at, withdrawn_at = null, bounced_at = null,
    accepted_at = case when exists (select from inserted s where s.id = v.member_id and s.signed_up)
      then v.accepted_at end`
