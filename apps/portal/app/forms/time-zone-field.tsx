import { useEffect, useState } from 'react'
import { type FieldState, type Option, SelectField } from '~/components/field.tsx'

/**
 * In which zone somebody reads times. With JavaScript the browser's own is chosen already; it is stored and from then on the
 * server renders in it (CAL-02).
 */
export function TimeZoneField({ zones, value, errors }: FieldState & { zones: readonly Option[] }) {
  const [zone, setZone] = useState(value || 'UTC')
  const [options, setOptions] = useState(zones)
  useEffect(() => {
    if (value) return
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!zones.some((option) => option.value === own)) setOptions([{ value: own, label: own }, ...zones])
    setZone(own)
  }, [value, zones])
  return (
    <SelectField
      key={zone}
      name="timeZone"
      label="Time zone"
      hint="Times are shown in UTC and in this zone."
      options={options}
      value={zone}
      errors={errors}
    />
  )
}
