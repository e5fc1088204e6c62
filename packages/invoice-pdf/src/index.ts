export type { InvoiceDocument, Party, Seller } from './document.ts'
export { renderInvoice } from './render-invoice.ts'
