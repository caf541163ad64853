import { formatDuration, formatInteger, formatRate } from '#lib/domain/format.ts'
import { vendorPath } from '#lib/domain/path.ts'
import type { VendorSummary } from '#lib/queries/shapes.ts'
import { lookOfState, StateShape } from './shape.tsx'
import { Sparkline } from './sparkline.tsx'
import { STATE_WORDS } from './state-words.ts'
import { Time } from './time.tsx'

const NUMBER = 'py-2.5 pl-4 text-right whitespace-nowrap lg:pl-6'
/** Columns that a phone has no room for; it shows the state below the name, and the figures stand on the vendor's page. */
const WIDE = 'max-md:hidden'

export function VendorTable({ id, vendors }: { id: string; vendors: VendorSummary[] }) {
  return (
    <table id={id} className="mt-6 w-full tabular-nums">
      <caption className="sr-only">Vendors, their state now and their last 24 months</caption>
      <thead className="text-label text-soft">
        <tr className="border-line border-b [&>th]:font-[450]">
          <th scope="col" className="py-2 text-left">
            Vendor
          </th>
          <th scope="col" className={`py-2 pl-4 text-left lg:pl-6 ${WIDE}`}>
            Now
          </th>
          <th scope="col" className={NUMBER}>
            Outages
          </th>
          <th scope="col" className={NUMBER}>
            Downtime
          </th>
          <th scope="col" className={`${NUMBER} ${WIDE}`}>
            Per month
          </th>
          <th scope="col" className={`${NUMBER} ${WIDE}`}>
            Median
          </th>
          <th scope="col" className={`${NUMBER} max-lg:hidden`}>
            24 months
          </th>
          <th scope="col" className={`${NUMBER} ${WIDE}`}>
            Last incident
          </th>
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

function VendorRow({ vendor }: { vendor: VendorSummary }) {
  const { slug, name, category, state, isSample } = vendor
  const isKnown = vendor.monthly.some(({ incidentCount }) => incidentCount !== null)
  return (
    <tr data-name={`${name} ${slug}`.toLowerCase()} className="border-line border-b hover:bg-tint">
      <th scope="row" className="py-2.5 text-left font-normal">
        <a href={vendorPath(slug)} className="font-[600] wrap-anywhere hover:underline">
          {name}
        </a>
        <span className="ml-2.5 text-label text-soft max-md:hidden">{category}</span>
        {isSample && <span className="ml-2.5 text-label text-soft">sample</span>}
        <span className="mt-0.5 block text-small md:hidden">
          <StateWord state={state} />
        </span>
      </th>
      <td className={`py-2.5 pl-4 lg:pl-6 ${WIDE}`}>
        <StateWord state={state} />
      </td>
      <td className={NUMBER}>{isKnown ? formatInteger(vendor.incidentCount) : <Unknown />}</td>
      <td className={NUMBER}>{isKnown ? downtime(vendor.downtimeSeconds) : <Unknown />}</td>
      <td className={`${NUMBER} ${WIDE}`}>
        {vendor.incidentsPerMonth === null ? <Unknown /> : formatRate(vendor.incidentsPerMonth)}
      </td>
      <td className={`${NUMBER} ${WIDE}`}>
        {vendor.medianDurationSeconds === null ? <Unknown /> : formatDuration(vendor.medianDurationSeconds)}
      </td>
      <td className={`${NUMBER} max-lg:hidden`}>
        <span className="inline-block align-middle">
          <Sparkline monthly={vendor.monthly} />
        </span>
      </td>
      <td className={`${NUMBER} ${WIDE}`}>
        {isTrouble(state) ? (
          'open'
        ) : vendor.lastIncidentAt === null ? (
          <Unknown />
        ) : (
          <Time at={vendor.lastIncidentAt} form="day" />
        )}
      </td>
    </tr>
  )
}

function StateWord({ state }: { state: VendorSummary['state'] }) {
  return (
    <span className={`whitespace-nowrap ${lookOfState(state).colour} ${isTrouble(state) ? 'font-[600]' : ''}`}>
      <span className="mr-2">
        <StateShape state={state} />
      </span>
      {STATE_WORDS[state]}
    </span>
  )
}

function isTrouble(state: VendorSummary['state']): boolean {
  return state === 'down' || state === 'degraded'
}

function downtime(seconds: number): string {
  return seconds === 0 ? 'none' : formatDuration(seconds)
}

function Unknown() {
  return (
    <span className="text-soft">
      <span aria-hidden="true">–</span>
      <span className="sr-only">not known</span>
    </span>
  )
}
