import { defineEntity } from '@mikro-orm/postgresql'
import type { GrantedRight, Role, UserType } from '@seatkeeper/rules'
import { instant, oneOf, p } from './columns.ts'

/** A human who signs in: one, whatever the organizations. Made by the sign-up, not by an admin. */
export const Person = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    email: p.text(),
    emailKey: p.text(),
    name: p.text(),
    passwordHash: p.text(),
    timeZone: p.text(),
    locale: p.text(),
    createdAt: instant(),
  },
})

/** An organization's record of a human. What an admin edits here stays here. */
export const Member = defineEntity({
  name: 'Member',
  tableName: 'member',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    /** Null until the sign-up binds a person. */
    personId: p.uuid().nullable(),
    email: p.text(),
    emailKey: p.text(),
    name: p.text(),
    /** Made by the database: name and e-mail, folded, to search in. */
    searchText: p.text().generated("fold_text((name || ' ') || email) stored"),
    /** Made by the database: the folded name, to sort by. */
    sortName: p.text().generated('fold_text(name) stored'),
    type: oneOf<UserType>(),
    role: oneOf<Role>(),
    permissionSetId: p.uuid().nullable(),
    invitedAt: instant(),
    /** When they chose a password by the link; from then on their seat stays. */
    signedUpAt: instant().nullable(),
    /** The first completed sign-in, which makes them active (ACC-06). */
    joinedAt: instant().nullable(),
    lastSignedInAt: instant().nullable(),
    deactivatedAt: instant().nullable(),
    removedAt: instant().nullable(),
    createdAt: instant(),
  },
})

/** Named permissions in the vendor's product. */
export const PermissionSet = defineEntity({
  name: 'PermissionSet',
  tableName: 'permission_set',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    name: p.text(),
    createdAt: instant(),
    rights: p.json<readonly GrantedRight[]>(),
  },
})

/** One row for each member; a re-send raises `issue`, which kills the earlier link. No token is stored. */
export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    memberId: p.uuid(),
    issue: p.integer(),
    sentAt: instant(),
    acceptedAt: instant().nullable(),
    withdrawnAt: instant().nullable(),
    bouncedAt: instant().nullable(),
  },
})
