/** For commands, demo data and tests: what the vendor does to open an account. Not for the apps' requests. */
export type { Actor } from './context.ts'
export type { SettledMember } from './accounts/settle-member.ts'
export { settleMember } from './accounts/settle-member.ts'
export type { NewAccount, OpenedAccount } from './accounts/open-account.ts'
export { openAccount } from './accounts/open-account.ts'
export { asVendor } from './vendor.ts'
