import { PlannedList } from '#components/incident/planned-list.tsx'
import { STATE_WORDS } from '#components/text/state-words.ts'
import { Summary } from '#components/text/summary.tsx'
import { Field, type Option, Select, SubmitButton } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'
import { STATES } from '#lib/domain/incident.ts'
import type { IncidentView, VendorSummary } from '#lib/queries/schemas.ts'
import { overviewSentences } from './overview-sentence.ts'
import { isFiltered, SORTS, type Sort, type VendorFilter } from './vendor-filter.ts'
import { VendorPages } from './vendor-pages.tsx'
import { VendorTable } from './vendor-table.tsx'

const SORT_WORDS = {
  state: 'State',
  name: 'Name',
  incidents: 'Outages',
  downtime: 'Downtime',
  rate: 'Per month',
  median: 'Median',
  last: 'Last incident',
} as const satisfies Record<Sort, string>

const TABLE_ID = 'vendors'
const LIST_ID = 'vendor-list'

/** What the page says of all vendors together. */
type AnyVendor = Pick<VendorSummary, 'name' | 'category' | 'state' | 'pageStatus' | 'isSample' | 'checkedAt'>

export interface VendorsPageProps {
  vendors: AnyVendor[]
  /** Those under the filter, or of its page where there are several. */
  shown: VendorSummary[]
  /** How many are under the filter. */
  found: number
  pages: number
  /** What is announced by any vendor: the soonest, and how many there are. */
  planned: { soonest: IncidentView[]; total: number }
  filter: VendorFilter
}

/** All vendors: a sentence about those with a problem now, then a table of all. */
export function VendorsPage({ vendors, shown, found, pages, planned, filter }: VendorsPageProps) {
  const { answer, rest } = overviewSentences(vendors)
  return (
    <>
      <h1 className="sr-only">Outage history of {formatCount(vendors.length, 'vendor')}</h1>
      <div className="mt-7 md:mt-11">
        <Summary sentence={answer} />
      </div>
      <p className="mt-4 max-w-[68ch] text-soft">{rest}</p>
      <PlannedList planned={planned.soonest} total={planned.total} withVendor />
      <Samples vendors={vendors} />
      <VendorFilters vendors={vendors} filter={filter} found={found} isWhole={pages <= 1 && filter.page === 1} />
      <form id="my-stack" action="/stack" className="whole mt-3 flex flex-wrap items-center gap-3 print:hidden">
        <SubmitButton>Show my stack</SubmitButton>
        <p aria-live="polite" className="text-small text-soft">
          Tick the vendors you depend on.
        </p>
      </form>
      <div id={LIST_ID}>
        {shown.length === 0 ? (
          <NoVendors total={vendors.length} filter={filter} />
        ) : (
          <VendorTable id={TABLE_ID} vendors={shown} filter={filter} />
        )}
        <VendorPages filter={filter} pages={pages} />
      </div>
    </>
  )
}

/** The next step on a fresh site, where no status page has been read yet. */
function Samples({ vendors }: { vendors: AnyVendor[] }) {
  const samples = vendors.filter(({ isSample }) => isSample).length
  if (samples === 0 || vendors.some(({ isSample, checkedAt }) => !isSample && checkedAt !== null)) return null
  return (
    <Notice>
      <b className="font-[580] text-ink">
        {samples === 1
          ? 'One vendor here has a sample history'
          : `${formatInteger(samples)} vendors here have a sample history`}
      </b>{' '}
      that opens as of its last known moment. To read real status pages, sign in as an admin and{' '}
      <a href="/admin/catalogue" className="linked">
        choose vendors from the catalogue
      </a>
      .
    </Notice>
  )
}

interface VendorFiltersProps {
  vendors: AnyVendor[]
  filter: VendorFilter
  found: number
  /** Whether the table has all vendors under the filter. */
  isWhole: boolean
}

function VendorFilters({ vendors, filter, found, isWhole }: VendorFiltersProps) {
  const categories = [
    ...new Set(vendors.map(({ category }) => category).filter((category) => category !== null)),
  ].sort()
  const any: Option = { value: '', label: 'Any' }
  return (
    <form
      action="/"
      aria-label="Filter the vendors"
      className="whole mt-6 grid grid-cols-2 items-end gap-3 md:flex print:hidden"
    >
      <Field label="Vendor" className="col-span-2 grow">
        <input
          type="search"
          name="q"
          defaultValue={filter.q ?? ''}
          placeholder="Name"
          maxLength={100}
          autoComplete="off"
          {...(isWhole ? { 'data-finds': TABLE_ID } : { 'data-asks': LIST_ID })}
          className="field"
        />
      </Field>
      {categories.length > 0 && (
        <Select
          name="category"
          label="Category"
          value={filter.category ?? ''}
          options={[any, ...categories.map((category) => ({ value: category, label: category }))]}
        />
      )}
      <Select
        name="state"
        label="State"
        value={filter.state ?? ''}
        options={[any, ...STATES.map((state) => ({ value: state, label: STATE_WORDS[state] }))]}
      />
      <Select
        name="sort"
        label="Sort by"
        value={filter.sort}
        options={SORTS.map((sort) => ({ value: sort, label: SORT_WORDS[sort] }))}
      />
      <output
        suppressHydrationWarning
        className="order-last whitespace-nowrap text-small text-soft leading-9 max-md:col-span-2"
      >
        {formatInteger(found)} {isWhole ? 'shown' : 'found'}
      </output>
      <SubmitButton>Apply</SubmitButton>
    </form>
  )
}

function NoVendors({ total, filter }: { total: number; filter: VendorFilter }) {
  if (total === 0) {
    return (
      <p className="mt-8 text-soft">
        No vendors have been added yet. An admin can add the first one with the address of its status page.
      </p>
    )
  }
  return (
    <p className="mt-8 text-soft">
      No vendors match.{' '}
      {isFiltered(filter) && (
        <a href="/" className="linked">
          Show all {formatInteger(total)}
        </a>
      )}
    </p>
  )
}
