import { SelectField, TextField } from '#components/ui/form.tsx'
import type { AuditFacets } from '#lib/queries/admin-schemas.ts'
import { actionName } from './audit-sentence.ts'

interface Props {
  /** The current filter as typed: days as "2026-03-01". */
  query: { [name in 'actor' | 'action' | 'subject' | 'from' | 'to']?: string | undefined }
  facets: AuditFacets
  csvPath: string
}

export function AuditFilterForm({ query, facets, csvPath }: Props) {
  const options = (names: string[], labelOf = (name: string) => name) => [
    { value: '', label: 'All' },
    ...names
      .map((name) => ({ value: name, label: labelOf(name) }))
      .sort((a, b) => a.label.localeCompare(b.label, 'en')),
  ]
  return (
    <form method="get" action="/admin/audit" className="mt-4 flex flex-wrap items-end gap-3">
      <SelectField
        name="actor"
        label="Actor"
        value={query.actor ?? ''}
        options={options(facets.actors)}
        className="w-48"
      />
      <SelectField
        name="action"
        label="Action"
        value={query.action ?? ''}
        options={options(facets.actions, actionName)}
        className="w-40"
      />
      <TextField name="subject" label="Subject" value={query.subject ?? ''} className="w-40" />
      <TextField name="from" label="From (UTC)" type="date" value={query.from ?? ''} className="w-38" />
      <TextField name="to" label="To (inclusive)" type="date" value={query.to ?? ''} className="w-38" />
      <button type="submit" className="h-9 rounded-md border border-edge px-3.5 text-small hover:bg-tint">
        Show
      </button>
      <a href={csvPath} className="linked inline-flex min-h-9 items-center text-small">
        Download CSV
      </a>
    </form>
  )
}
