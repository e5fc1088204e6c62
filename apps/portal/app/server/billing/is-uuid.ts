import { id } from '../forms/text.ts'

export const isUuid = (text: string | undefined): text is string => id.safeParse(text).success
