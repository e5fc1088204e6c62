export type { RenderedMail } from '../content/mail-content.ts'
export type { MailSample } from './samples.ts'
export { mailSamples } from './samples.ts'
