/** Action identities that stand in messages; a view's own stand in the view's file. */
export const buttons = {
  openAddUser: 'open_add_user',
  shareSeats: 'share_seats',
  /** Buttons that only lead somewhere else; Slack reports them all the same. */
  follow: 'follow_link',
} as const
