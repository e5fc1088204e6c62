/** A zone to choose: its city first, because that is what people look for and type. */
export interface ZoneChoice {
  readonly value: string
  readonly label: string
}

export const zoneLabel = (zone: string): string => {
  const [city = zone, ...regions] = zone.split('/').toReversed()
  const words = [city, ...regions].map((part) => part.replaceAll('_', ' '))
  return words.join(', ')
}

/** All IANA zones that this runtime knows, UTC first, then by city. */
export const zoneChoices: readonly ZoneChoice[] = [
  { value: 'UTC', label: 'UTC' },
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone !== 'UTC')
    .map((zone) => ({ value: zone, label: zoneLabel(zone) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en')),
]
