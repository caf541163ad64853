import { SelectField } from '#components/ui/form.tsx'
import { RUN_STATE_WORDS } from './run-words.ts'

const STATES = [
  { value: '', label: 'Any' },
  ...Object.entries(RUN_STATE_WORDS).map(([value, label]) => ({ value, label })),
]

export function RunFilter({
  vendor,
  state,
  vendors,
}: {
  vendor: string
  state: string
  vendors: { value: string; label: string }[]
}) {
  return (
    <form method="get" action="/admin/runs" className="mt-4 flex flex-wrap items-end gap-3">
      <SelectField
        name="vendor"
        label="Vendor"
        value={vendor}
        options={[{ value: '', label: 'All' }, ...vendors]}
        className="w-56"
      />
      <SelectField name="state" label="How it ended" value={state} options={STATES} className="w-48" />
      <button type="submit" className="h-9 rounded-md border border-edge px-3.5 text-small hover:bg-tint">
        Show
      </button>
    </form>
  )
}
