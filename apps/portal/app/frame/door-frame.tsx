import type { ReactNode } from 'react'
import { Wordmark } from '~/components/brand.tsx'

/** The frame of pages outside the house: sign-in, sign-up, and the pages that say that something is not there. */
export function DoorFrame({ productName, children }: { productName: string; children: ReactNode }) {
  return (
    <div className="door">
      <main id="main">
        <Wordmark name={productName} />
        {children}
      </main>
    </div>
  )
}
