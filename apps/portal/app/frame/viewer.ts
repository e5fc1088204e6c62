/** Who looks at the page and where: what the frame around every signed-in page shows. */
export interface Viewer {
  readonly productName: string
  readonly name: string
  readonly email: string
  readonly organization: { readonly name: string; readonly account: string; readonly sandbox: boolean }
  /** USER-07: they are asked for a second factor that they have yet to set up, and no other page opens. */
  readonly settingUpFactor: boolean
  /** There is another organization to change to. */
  readonly canSwitch: boolean
  readonly maySeeUsers: boolean
  readonly mayChangeSettings: boolean
  readonly mayReadAudit: boolean
  /** They own the organization, and say how its admins sign in. */
  readonly maySecure: boolean
  readonly maySeeSeats: boolean
  readonly maySeeBilling: boolean
  /** What is wrong with the account and what mends it, for those who look after it (ACC-04); null: nothing. */
  readonly warning: {
    readonly text: string
    /** How much is open and since when (ACC-05); null: nothing, or it is not theirs to know. */
    readonly owed: string | null
    /** Where they mend it themselves. */
    readonly way: { readonly label: string; readonly to: string } | null
    /** The page that says it by itself. */
    readonly saidOn: string | null
  } | null
  /** Goes with every form that changes something. */
  readonly csrf: string
}
