/** A zone to choose: its city first, because that is what people look for and type. */
export interface ZoneChoice {
  readonly value: string
  readonly label: string
}

/** Cities that the tz database still files under a name of earlier days; people look for today's. */
const todaysName: Readonly<Record<string, string>> = {
  Asmera: 'Asmara',
  Calcutta: 'Kolkata',
  Faeroe: 'Faroe',
  Godthab: 'Nuuk',
  Katmandu: 'Kathmandu',
  Kiev: 'Kyiv',
  Rangoon: 'Yangon',
  Saigon: 'Ho Chi Minh City',
  Tirane: 'Tirana',
}

const zoneLabel = (zone: string): string => {
  const [city = zone, ...regions] = zone.split('/').toReversed()
  const words = [todaysName[city] ?? city, ...regions].map((part) => part.replaceAll('_', ' '))
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
