/** BILL-04, BILL-14: whom to ask for what is not bought here. */
export function BillingContact({ address }: { readonly address: string | null }) {
  if (address === null) return 'your billing contact'
  return (
    <>
      your billing contact (<a href={`mailto:${address}`}>{address}</a>)
    </>
  )
}
