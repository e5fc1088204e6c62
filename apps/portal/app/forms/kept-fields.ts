/** The field in which a form travels that came after its session's end (`server/forms/kept-form.ts`). */
export const keptField = 'kept'

/** Says of a form that it comes back to be gone on with, not to be done. */
export const resumedField = 'resumed'
