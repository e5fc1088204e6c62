export { normalizeEmail } from './email.ts'
