import { SelectField, TextField } from '#components/ui/form.tsx'
import { MODE_WORDS, RUN_STATE_WORDS, TRIGGER_WORDS } from './run-words.ts'

interface Option {
  value: string
  label: string
}

interface Asked {
  vendor?: string | undefined
  source?: string | undefined
  state?: string | undefined
  trigger?: string | undefined
  mode?: string | undefined
  dryRun?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const ANY: Option = { value: '', label: 'Any' }
const toOptions = (words: Record<string, string>): Option[] => [
  ANY,
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
]

/** Chooses which runs to show. The source options are those of the chosen vendor. */
export function RunFilter({ asked, vendors, sources }: { asked: Asked; vendors: Option[]; sources: Option[] }) {
  return (
    <form method="get" action="/admin/runs" className="mt-4 flex flex-wrap items-end gap-3">
      <SelectField
        name="vendor"
        label="Vendor"
        value={asked.vendor}
        options={[{ value: '', label: 'All' }, ...vendors]}
        className="w-48"
      />
      {sources.length > 0 && (
        <SelectField name="source" label="Source" value={asked.source} options={[ANY, ...sources]} className="w-56" />
      )}
      <SelectField
        name="state"
        label="Result"
        value={asked.state}
        options={toOptions(RUN_STATE_WORDS)}
        className="w-44"
      />
      <SelectField name="mode" label="Mode" value={asked.mode} options={toOptions(MODE_WORDS)} className="w-32" />
      <SelectField
        name="trigger"
        label="Trigger"
        value={asked.trigger}
        options={toOptions(TRIGGER_WORDS)}
        className="w-44"
      />
      <SelectField
        name="dryRun"
        label="Type"
        value={asked.dryRun}
        options={toOptions({ false: 'real run', true: 'dry run' })}
        className="w-36"
      />
      <TextField name="from" label="From (UTC day)" placeholder="2026-01-31" value={asked.from} className="w-36" />
      <TextField name="to" label="To (UTC day)" placeholder="2026-01-31" value={asked.to} className="w-36" />
      <button type="submit" className="h-9 rounded-md border border-edge px-3.5 text-small hover:bg-tint">
        Show
      </button>
    </form>
  )
}
