export type { InvoiceDocument, IssuedInvoice, Party, Seller } from './document.ts'
export { documentOf, fileNameOf } from './document.ts'
export { renderInvoice } from './render-invoice.ts'
