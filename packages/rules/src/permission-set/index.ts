export {
  decidePermissionSet,
  decidePermissionSetChange,
  decidePermissionSetDeletion,
  type GrantedRight,
  type PermissionSetDraft,
  type PermissionSetUse,
} from './permission-set.ts'
