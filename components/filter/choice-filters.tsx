import { Select } from '#components/ui/field.tsx'
import { minOf } from '#lib/domain/many.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { IMPACT_OPTIONS, KIND_OPTIONS } from './history-filters.tsx'
import { windowOptions } from './window-options.ts'
import { yearsBetween } from './years.ts'

/** Form fields for the filters of a page about several vendors. */
export function ChoiceFilters({ filter, vendors, asOf }: { filter: HistoryFilter; vendors: VendorView[]; asOf: Date }) {
  const known = vendors.map(({ held }) => held.since?.getTime()).filter((since) => since !== undefined)
  const first = known.length === 0 ? null : new Date(minOf(known))
  const years = yearsBetween(first, asOf)
  return (
    <>
      {filter.asOf !== null && <input type="hidden" name="asOf" value={filter.asOf.toISOString()} />}
      <Select name="window" label="Window" value={filter.window} options={windowOptions(filter.window, years, asOf)} />
      <Select name="kind" label="Kind" value={filter.kind} options={KIND_OPTIONS} />
      <Select name="impact" label="Minimum impact" value={filter.impact ?? ''} options={IMPACT_OPTIONS} />
    </>
  )
}
