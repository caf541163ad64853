import { PageTitle } from '#components/ui/page-title.tsx'
import { Scroller } from '#components/ui/scroller.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount, formatInteger, listOf } from '#lib/domain/format.ts'
import { PROMISED } from '#lib/domain/statistics/forecast.ts'
import { ASKED_AT_MINUTES, type Kept } from '#lib/domain/statistics/track-record.ts'
import type { TrackRecordView } from '#lib/queries/schemas.ts'
import { keptPercent, keptWords, recordSentence } from '#lib/text/chance/record-words.ts'
import { vendorPath } from '#lib/url/path.ts'
import { MAX_LISTED } from '#lib/url/vendor-choice.ts'

/** What forecasts promised and kept, over all and for each of the vendors with the most cases; the API has them all. */
export function TrackRecordPage({ record }: { record: TrackRecordView }) {
  const { all, vendors, vendorCount, pendingCount } = record
  return (
    <>
      <PageTitle
        crumbs={
          <a href="/methodology" className="hover:underline">
            Method
          </a>
        }
      >
        Track record of the forecasts
      </PageTitle>
      <p className="mt-5.5 max-w-[31em] text-[1.25rem] text-soft leading-[1.42] md:text-lede">
        {all.cases === 0 && pendingCount > 0 ? 'No forecast has been checked yet.' : keptWords(all, PROMISED)}
      </p>
      <div className="mt-4 grid max-w-[68ch] gap-3 text-soft">
        <p>
          The rule for{' '}
          <a href="/methodology#forecast" className="linked">
            how long an open outage may go on
          </a>{' '}
          is applied to the past: each outage whose end is known is predicted from what was known{' '}
          {listOf(ASKED_AT_MINUTES.map(String))} minutes after its start, if it lasted that long. A case is kept if the
          outage was over within the bound. The cases of one outage are not independent of each other.
        </p>
        {pendingCount > 0 && (
          <p>
            The record of {formatCount(pendingCount, 'vendor')} of {formatInteger(vendorCount)} is not computed yet.
          </p>
        )}
      </div>
      {vendors.length > 0 && (
        <Section title="By vendor">
          {vendors.length > MAX_LISTED && (
            <p className="mb-3 max-w-[68ch] text-soft">
              The table has the {formatInteger(MAX_LISTED)} vendors with the most cases, of{' '}
              {formatInteger(vendors.length)} with any.{' '}
              <a href="/api/v1/track-record" className="linked">
                The API
              </a>{' '}
              lists them all.
            </p>
          )}
          <Scroller label="Track record by vendor">
            <table className="w-full text-small tabular-nums">
              <thead className="text-label text-soft">
                <tr className="border-line border-b [&>th]:py-1.5 [&>th]:font-[450]">
                  <th scope="col" className="text-left">
                    Vendor
                  </th>
                  <th scope="col" className="pl-4 text-right">
                    Kept of 80%
                  </th>
                  {ASKED_AT_MINUTES.map((minutes) => (
                    <th key={minutes} scope="col" className="min-w-24 pl-4 text-right">
                      {minutes === 0 ? 'At the start' : `After ${minutes}m`}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {vendors.slice(0, MAX_LISTED).map((vendor) => (
                  <tr key={vendor.vendor} className="border-line border-b align-top">
                    <th scope="row" className="min-w-40 py-1.5 text-left font-normal">
                      <a href={vendorPath(vendor.vendor)} className="linked">
                        {vendor.vendorName}
                      </a>
                      <span className="block text-note text-soft empty:hidden">{recordSentence(vendor)}</span>
                    </th>
                    <Cell {...vendor.promised} />
                    {ASKED_AT_MINUTES.map((minutes) => (
                      <Cell key={minutes} {...vendor.promised.byMinutes[minutes]} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        </Section>
      )}
    </>
  )
}

/** "81% of 312"; of too few cases for a percentage, "7 of 9". */
function Cell({ cases, kept }: Kept) {
  const percent = keptPercent({ cases, kept })
  return (
    <td className="whitespace-nowrap py-1.5 pl-4 text-right">
      {percent === null ? (
        <span className="text-soft">{cases === 0 ? 'none' : `${formatInteger(kept)} of ${formatInteger(cases)}`}</span>
      ) : (
        <>
          {percent} <span className="text-soft">of {formatInteger(cases)}</span>
        </>
      )}
    </td>
  )
}
