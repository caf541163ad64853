import { Downtime } from '#components/text/downtime.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { Scroller } from '#components/ui/scroller.tsx'
import { formatDuration, formatInteger, formatShare } from '#lib/domain/format.ts'
import type { ReportVendor, ReportView } from '#lib/queries/schemas.ts'
import { hasData } from '#lib/text/coverage-words.ts'
import { quietWords } from '#lib/text/report-words.ts'
import { majorWords } from '#lib/text/severity-words.ts'
import { vendorPath } from '#lib/url/path.ts'

const CELL = 'whitespace-nowrap py-2 pl-4 text-right'

/** The vendors, the most downtime first, with their figures of the quarter. */
export function ReportTable({ report: { vendors, quarter } }: { report: ReportView }) {
  const hasShares = vendors.some(({ share }) => share !== null)
  const figures = [
    ...['Outages', 'Downtime', ...(hasShares ? ['Share'] : [])],
    ...['Major or worse', 'Median', 'Without a posted outage'],
  ]
  return (
    <Scroller label="Figures of each vendor" className="mt-7.5">
      <table className="w-full border-line border-t text-small tabular-nums">
        <caption className="sr-only">Figures of each vendor</caption>
        <thead className="text-label text-soft">
          <tr className="border-line border-b [&>th]:font-[450]">
            <th scope="col" className="py-2 text-left">
              Vendor
            </th>
            {figures.map((figure) => (
              <th key={figure} scope="col" className={CELL}>
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {vendors.map((vendor) => (
            <tr key={vendor.slug} className="border-line border-b">
              <th scope="row" className="min-w-24 py-2 text-left font-[600] wrap-anywhere">
                <a href={`${vendorPath(vendor.slug)}?window=${quarter}`} className="hover:underline">
                  {vendor.name}
                </a>
              </th>
              <Cells vendor={vendor} hasShares={hasShares} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 max-w-[68ch] text-label text-soft">{tableNote(vendors, hasShares)}</p>
    </Scroller>
  )
}

function Cells({ vendor, hasShares }: { vendor: ReportVendor; hasShares: boolean }) {
  const { history, share } = vendor
  const isKnown = hasData(history)
  const cells = [
    formatInteger(history.incidentCount),
    <Downtime key="downtime" {...history} />,
    ...(hasShares ? [share === null ? null : formatShare(share)] : []),
    majorWords(history.severity),
    history.medianDurationSeconds === null ? null : formatDuration(history.medianDurationSeconds),
    quietWords(vendor),
  ]
  return cells.map((cell, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table stay where they are
    <td key={index} className={CELL}>
      {isKnown && cell !== null ? cell : <NotKnown />}
    </td>
  ))
}

function tableNote(vendors: ReportVendor[], hasShares: boolean): string {
  const unknown = vendors.reduce((sum, { history }) => sum + history.unknownDurationCount, 0)
  return [
    hasShares && 'Shares are of the downtimes added separately.',
    hasShares &&
      vendors.some(({ history }) => !history.coverage.complete) &&
      'They compare what is on record: different amounts of the quarter are known.',
    unknown > 0 &&
      `${formatInteger(unknown)} of the outages ${unknown === 1 ? 'has' : 'have'} no reported duration and ${unknown === 1 ? 'adds' : 'add'} no downtime.`,
    'A dash: not enough is known. A median needs five durations, a percentage 95 percent of the quarter.',
  ]
    .filter((note) => note !== false)
    .join(' ')
}
