import { useSyncExternalStore } from 'react'
import { type FieldState, type Option, SelectField } from '~/components/field.tsx'

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const unknownToServer = () => null
const neverChanges = () => () => {}

/**
 * In which zone somebody reads times. With JavaScript the browser's own is chosen already; it is stored and from then on the
 * server renders in it (CAL-02).
 */
export function TimeZoneField({ zones, value, errors }: FieldState & { zones: readonly Option[] }) {
  const own = useSyncExternalStore(neverChanges, browserZone, unknownToServer)
  const zone = value || own || 'UTC'
  const listed = zones.some((option) => option.value === zone)
  return (
    <SelectField
      key={zone}
      name="timeZone"
      label="Time zone"
      hint="Times are shown in UTC and in this zone."
      options={listed ? zones : [{ value: zone, label: zone }, ...zones]}
      value={zone}
      errors={errors}
    />
  )
}
