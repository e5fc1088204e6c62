let names: Intl.DisplayNames | undefined

/** `Germany`; of what is no country's code, the code itself. */
export const countryName = (code: string): string => {
  names ??= new Intl.DisplayNames('en', { type: 'region' })
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

export interface PostalPlace {
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string
  /** ISO 3166-1, two letters. */
  readonly country: string
}

/** A postal address in the order in which most of the world writes it. */
export const addressLines = ({ line1, line2, city, region, postalCode, country }: PostalPlace): string[] =>
  [line1, line2, [city, region, postalCode].filter(Boolean).join(', '), countryName(country)].filter(
    (line): line is string => Boolean(line),
  )
