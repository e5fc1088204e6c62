/** A calendar date, ISO 8601 `YYYY-MM-DD`, without a zone. */
export type Day = string & { readonly __day: true }
