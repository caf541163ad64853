import { IMPACT_OPTIONS } from '#components/filter/history-filters.tsx'
import { windowOptions } from '#components/filter/window-options.ts'
import { Field, Select, SubmitButton } from '#components/ui/field.tsx'
import type { SearchChoices } from '#lib/queries/schemas.ts'
import { MAX_SEARCH_LENGTH } from '#lib/text/search/search-words.ts'

const YEARS_OFFERED = 5

/** The search, and what it can be narrowed by: words can name all of it as well. */
export function SearchFilters({ q, choices, now }: { q: string; choices: SearchChoices; now: Date }) {
  const newest = now.getUTCFullYear()
  const years = Array.from({ length: YEARS_OFFERED }, (_, index) => newest - index)
  const windows = windowOptions(choices.window ?? '90d', years, now).filter(({ value }) => value !== 'all')
  return (
    <search className="whole mt-5 block print:hidden">
      <form action="/search" className="grid grid-cols-2 items-end gap-3 md:flex">
        <Field label="Words, vendor, date" className="col-span-2 grow">
          <input
            type="search"
            name="q"
            defaultValue={q}
            maxLength={MAX_SEARCH_LENGTH}
            autoComplete="off"
            className="field"
          />
        </Field>
        <Field label="Vendor" className="md:w-42">
          <input
            type="text"
            name="vendor"
            defaultValue={choices.vendor ?? ''}
            placeholder="Any"
            maxLength={MAX_SEARCH_LENGTH}
            autoComplete="off"
            className="field"
          />
        </Field>
        <Select
          name="window"
          label="Window"
          value={choices.window ?? ''}
          options={[{ value: '', label: 'Any time' }, ...windows]}
        />
        <Select name="impact" label="Minimum impact" value={choices.impact ?? ''} options={IMPACT_OPTIONS} />
        <SubmitButton>Search</SubmitButton>
      </form>
    </search>
  )
}
