import { ReadActions } from '#components/admin/run/read-actions.tsx'
import { RunTable } from '#components/admin/run/run-table.tsx'
import { UnderWay } from '#components/admin/run/under-way.tsx'
import { SourcePanel } from '#components/admin/source/source-panel.tsx'
import { Time } from '#components/text/time.tsx'
import { CollapsibleSection } from '#components/ui/collapsible-section.tsx'
import { Button, CheckField, type FormState } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { AdminVendor } from '#lib/queries/admin-schemas.ts'
import type { IncidentView, QueueProgress, RunView } from '#lib/queries/schemas.ts'
import { AddSourceForm, DeleteForm, DocumentForm, VendorForms } from './vendor-forms.tsx'

interface Option {
  value: string
  label: string
}

export interface VendorPartsProps {
  vendor: AdminVendor
  underWay: QueueProgress
  runs: RunView[]
  /** The newest incidents, with links to correct them. */
  incidents: IncidentView[]
  state: FormState
  categories: Option[]
  platforms: { polled: Option[]; all: Option[] }
}

/** Everything an admin can do with one vendor: its sources and runs first, all else folded. */
export function VendorParts({ vendor, underWay, runs, incidents, state, categories, platforms }: VendorPartsProps) {
  const hasAddress = vendor.sources.some(({ url }) => url !== null)
  const isSampleOnly = vendor.sources.length > 0 && vendor.sources.every(({ origin }) => origin === 'sample')
  return (
    <>
      <UnderWay queue={underWay} vendor={vendor.slug} here={`/admin/vendors/${vendor.slug}`} />
      <Section title="Sources" isRuled={underWay.runs.length > 0}>
        {vendor.sources.length === 0 && (
          <p className="text-soft">There are no sources yet. Add one below, or upload a document.</p>
        )}
        {isSampleOnly && <ReadRealPage vendor={vendor} />}
        {vendor.sources.map((source) => (
          <SourcePanel key={source.id} source={source} state={state} isOnly={vendor.sources.length === 1} />
        ))}
      </Section>
      <Section title="Runs">
        <RunTable caption="Newest runs of this vendor" runs={runs} />
        {runs.length > 0 && (
          <p className="mt-3">
            <a href={`/admin/runs?vendor=${vendor.slug}`} className="linked">
              All runs
            </a>
          </p>
        )}
      </Section>
      <div className="mt-8 border-line border-b">
        {vendor.sources.length > 1 && (
          <CollapsibleSection title="Read all sources again" changes>
            <ReadActions address={`/admin/vendors/${vendor.slug}/ingest`} hasAddress={hasAddress} />
          </CollapsibleSection>
        )}
        <CollapsibleSection title="Incidents" aside="to correct">
          <IncidentLinks incidents={incidents} />
        </CollapsibleSection>
        <CollapsibleSection title="Add a source" isOpen={state.form === 'addSource'} changes>
          <AddSourceForm vendor={vendor} state={state} platforms={platforms.polled} />
        </CollapsibleSection>
        <CollapsibleSection
          title="Upload a document"
          aside="a file or text"
          isOpen={state.form === 'document' || vendor.sources.length === 0}
          changes
        >
          <DocumentForm vendor={vendor} state={state} platforms={platforms.all} />
        </CollapsibleSection>
        <VendorForms vendor={vendor} state={state} categories={categories} />
        <CollapsibleSection title="Delete" isOpen={state.form === 'delete'} changes>
          <DeleteForm vendor={vendor} state={state} />
        </CollapsibleSection>
      </div>
    </>
  )
}

/** The way from the sample of one vendor to its real status page. */
function ReadRealPage({ vendor: { slug, name } }: { vendor: AdminVendor }) {
  return (
    <form method="post" action="/admin/catalogue/add" className="mb-5 grid gap-3">
      <input type="hidden" name="form" value="catalogue" />
      <input type="hidden" name="slug" value={slug} />
      <p className="max-w-[68ch]">{name} shows only the bundled sample, which ends at its last known day.</p>
      <CheckField name="backfill" label="Also read the whole history" checked scope="real-" />
      <p>
        <Button look="main">Read the real page</Button>
      </p>
    </form>
  )
}

function IncidentLinks({ incidents }: { incidents: IncidentView[] }) {
  return (
    <>
      <ul className="grid gap-1.5 text-small">
        {incidents.map(({ id, title, startedAt }) => (
          <li key={id}>
            <a href={`/admin/incidents/${id}`} className="linked wrap-anywhere">
              <bdi>{title}</bdi>
            </a>
            {startedAt !== null && (
              <span className="text-soft">
                {' '}
                <Time at={startedAt} zone />
              </span>
            )}
          </li>
        ))}
      </ul>
      <form method="get" action="/admin/incidents" className="mt-4 flex flex-wrap items-end gap-2">
        <label className="grid gap-1 text-label text-soft">
          Permalink or id of another incident
          <input name="find" required className="field w-80" />
        </label>
        <button type="submit" className="h-9 rounded-md border border-edge px-3.5 text-small hover:bg-tint">
          Find
        </button>
      </form>
    </>
  )
}
