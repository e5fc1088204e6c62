/** Whoever looks after an account's money gets here also while the account is locked: here it is mended (ACC-04, D-20). */
export const billingDoor = { can: 'billing.read', area: 'billing', hidden: true } as const
export const buyingDoor = { can: 'billing.buy', area: 'billing', hidden: true } as const

export const billingPath = [
  { label: 'Settings' },
  { label: 'Billing' },
  { label: 'Manage Subscription', to: '/settings/billing' },
] as const
