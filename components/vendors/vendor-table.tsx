import { Sparkline } from '#components/chart/sparkline.tsx'
import { Downtime } from '#components/text/downtime.tsx'
import { lookOfState } from '#components/text/icon.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { StateWord } from '#components/text/state-word.tsx'
import { Time } from '#components/text/time.tsx'
import { toDateTime } from '#components/text/time-text.ts'
import { formatDuration, formatInteger, formatRate } from '#lib/domain/format.ts'
import { minuteAfter } from '#lib/domain/instant.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { expectedBriefly } from '#lib/text/chance/expected-words.ts'
import { isNearlyAll } from '#lib/text/headline.ts'
import { vendorPath } from '#lib/url/path.ts'
import { hasOwnWord, PageStatus } from './page-status.tsx'
import { medianOf, rateOf, type Sort, searchedName, type VendorFilter, vendorsAddress } from './vendor-filter.ts'

const NUMBER = 'py-2.5 pl-4 text-right whitespace-nowrap lg:pl-6'
/** Columns hidden on phones, which show the state below the name; the vendor's page has the figures. */
const WIDE = 'max-md:hidden'
const WIDEST = 'max-lg:hidden'

interface Column {
  label: string
  /** The sort order that a click on the heading selects; null for a column without one. */
  sort: Sort | null
  className: string
}

/** Widths are fixed, so no column moves while rows stream in. */
const COLUMNS: readonly Column[] = [
  { label: 'Vendor', sort: 'name', className: 'py-2 text-left' },
  { label: 'Now', sort: 'state', className: `w-30 py-2 pl-4 text-left lg:pl-6 ${WIDE}` },
  { label: 'Outages', sort: 'incidents', className: `${NUMBER} w-18 lg:w-20` },
  { label: 'Downtime', sort: 'downtime', className: `${NUMBER} w-26` },
  { label: 'Known', sort: null, className: `${NUMBER} w-18 lg:w-20 ${WIDE}` },
  { label: 'Per month', sort: 'rate', className: `${NUMBER} w-22 lg:w-24 ${WIDE}` },
  { label: 'Median', sort: 'median', className: `${NUMBER} w-22 ${WIDEST}` },
  { label: '24 months', sort: null, className: `${NUMBER} w-36 ${WIDEST}` },
  { label: 'Last incident', sort: 'last', className: `${NUMBER} w-30 lg:w-32 ${WIDE}` },
]

export function VendorTable({ id, vendors, filter }: { id: string; vendors: VendorSummary[]; filter: VendorFilter }) {
  return (
    <table id={id} className="mt-6 w-full table-fixed tabular-nums">
      <caption className="sr-only">Vendors, their state now and their last 24 months</caption>
      <thead className="whole text-label text-soft">
        <tr className="border-line border-b [&>th]:font-[450]">
          {COLUMNS.map((column) => (
            <ColumnHead key={column.label} column={column} filter={filter} />
          ))}
        </tr>
      </thead>
      <tbody>
        {vendors.map((vendor) => (
          <VendorRow key={vendor.slug} vendor={vendor} />
        ))}
      </tbody>
    </table>
  )
}

/** Names sort ascending, everything else descending. */
function ColumnHead({ column, filter }: { column: Column; filter: VendorFilter }) {
  const { label, sort, className } = column
  const isSorted = sort === filter.sort
  const order = isSorted ? (sort === 'name' ? 'ascending' : 'descending') : undefined
  return (
    // Read out with each cell of the column, where the words of the link would be too many.
    <th scope="col" abbr={label} aria-sort={order} className={`${className} ${isSorted ? 'text-ink' : ''}`}>
      {sort === null || isSorted ? (
        label
      ) : (
        <a href={vendorsAddress({ ...filter, sort, page: 1 })} className="py-1 hover:text-ink hover:underline">
          <span className="sr-only">Sort by </span>
          {label}
        </a>
      )}
      {column === COLUMNS.at(-1) && <span data-end hidden />}
    </th>
  )
}

function VendorRow({ vendor }: { vendor: VendorSummary }) {
  const { name, category, state, isSample } = vendor
  const isKnown = vendor.monthly.some(({ incidentCount }) => incidentCount !== null)
  const [rate, median] = [rateOf(vendor), medianOf(vendor)]
  return (
    <tr data-name={searchedName(vendor)} className="border-line border-b hover:bg-tint">
      <th scope="row" className="relative py-2.5 pl-7 text-left font-normal pointer-coarse:pl-9 print:pl-0">
        <input
          type="checkbox"
          form="my-stack"
          name="vendors"
          value={vendor.slug}
          aria-label={`${name}: in my stack`}
          suppressHydrationWarning
          className="absolute top-3.5 left-0 size-4 pointer-coarse:top-2.5 pointer-coarse:size-6 print:hidden"
        />
        <a href={pathOf(vendor)} className="mr-2.5 inline-block font-[600] wrap-anywhere hover:underline">
          {name}
        </a>{' '}
        <span className="mr-2.5 text-label text-soft max-md:hidden">{category}</span>{' '}
        {isSample && <span className="text-label text-soft">sample</span>}{' '}
        <span className="mt-0.5 block text-small md:hidden">
          <span className={lookOf(state)}>
            <StateWord state={state} />
          </span>
        </span>
        {isTrouble(state) && vendor.openIncidentTitle !== null && (
          <bdi className="mt-0.5 line-clamp-2 max-w-100 text-label text-soft wrap-anywhere">
            {vendor.openIncidentTitle}
          </bdi>
        )}
        {isTrouble(state) && vendor.openIncidentExpected != null && (
          <span className="mt-0.5 block max-w-100 text-label text-soft">
            {expectedBriefly(vendor.openIncidentExpected)}
          </span>
        )}
        {hasOwnWord(vendor) && (
          <span className="mt-0.5 block max-w-100 text-label text-soft wrap-anywhere">
            <PageStatus vendor={vendor} />
          </span>
        )}
      </th>
      <td className={`py-2.5 pl-4 lg:pl-6 ${WIDE}`}>
        <span className={lookOf(state)}>
          <StateWord state={state} />
        </span>
      </td>
      <td className={NUMBER}>{isKnown ? formatInteger(vendor.incidentCount) : <NotKnown />}</td>
      <td className={NUMBER}>{isKnown ? <Downtime {...vendor} /> : <NotKnown />}</td>
      <td className={`${NUMBER} text-soft ${WIDE}`}>{knownWords(vendor)}</td>
      <td className={`${NUMBER} ${WIDE}`}>{rate === null ? <NotKnown /> : formatRate(rate)}</td>
      <td className={`${NUMBER} ${WIDEST}`}>{median === null ? <NotKnown /> : formatDuration(median)}</td>
      <td className={`${NUMBER} ${WIDEST}`}>
        <span className="inline-block align-middle">
          <Sparkline monthly={vendor.monthly} />
        </span>
      </td>
      <td className={`${NUMBER} ${WIDE}`}>
        {isTrouble(state) ? (
          'open'
        ) : vendor.lastIncidentAt === null ? (
          <NotKnown />
        ) : (
          <Time at={vendor.lastIncidentAt} form="day" />
        )}
      </td>
    </tr>
  )
}

/**
 * A sample is opened at its last known moment, or the minute after, in which what was posted then has happened: as of today, its
 * page is mostly time that is not known.
 */
function pathOf({ slug, isSample, checkedAt }: VendorSummary): string {
  if (!isSample || checkedAt === null) return vendorPath(slug)
  return `${vendorPath(slug)}?asOf=${toDateTime(minuteAfter(checkedAt))}`
}

/** "25 d", or "all" for nearly all of the days. */
function knownWords({ knownDays, days }: VendorSummary) {
  if (knownDays === 0) return <NotKnown />
  if (isNearlyAll({ knownDays, days })) return 'all'
  return (
    <>
      {formatInteger(knownDays)}
      <abbr title="days" className="no-underline">
        {' '}
        d
      </abbr>
    </>
  )
}

function lookOf(state: VendorSummary['state']): string {
  return `whitespace-nowrap ${lookOfState(state).colour} ${isTrouble(state) ? 'font-[600]' : ''}`
}

function isTrouble(state: VendorSummary['state']): boolean {
  return state === 'down' || state === 'degraded'
}
