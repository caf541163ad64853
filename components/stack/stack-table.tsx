import { Downtime } from '#components/text/downtime.tsx'
import { lookOfState } from '#components/text/icon.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { StateWord } from '#components/text/state-word.tsx'
import { formatInteger, formatShare } from '#lib/domain/format.ts'
import type { HistoryView, VendorView } from '#lib/queries/schemas.ts'
import { coverageSpan, hasData, rankByDowntime, sharesOf } from '#lib/text/coverage-words.ts'
import { vendorPath } from '#lib/url/path.ts'

const CELL = 'py-2 pl-4 text-right whitespace-nowrap max-sm:pl-2'

type RankedVendor = Pick<VendorView, 'slug' | 'name' | 'state'> & { history: RankedHistory }

type RankedHistory = Pick<
  HistoryView,
  'window' | 'incidentCount' | 'downtimeSeconds' | 'downtimeIsMinimum' | 'unknownDurationCount'
> & { coverage: Pick<HistoryView['coverage'], 'from' | 'complete' | 'periods'> }

/**
 * The vendors of a stack, each with its state and its own figures, the most downtime first; those without data come last.
 * `query` narrows each vendor's page in the same way.
 */
export function StackTable({ vendors, query }: { vendors: RankedVendor[]; query: string }) {
  const shareOf = sharesOf(vendors)
  return (
    <>
      <table className="whole mt-7.5 w-full border-line border-t tabular-nums">
        <caption className="sr-only">Figures of each vendor</caption>
        <thead className="text-label text-soft">
          <tr className="border-line border-b [&>th]:font-[450]">
            <th scope="col" className="py-2 text-left">
              Vendor
            </th>
            <th scope="col" className="py-2 pl-4 text-left max-sm:hidden">
              Now
            </th>
            <th scope="col" className={CELL}>
              Incidents
            </th>
            <th scope="col" className={CELL}>
              Downtime
            </th>
            {shareOf !== null && (
              <th scope="col" className={CELL}>
                Share
              </th>
            )}
            <th scope="col" className={`${CELL} max-md:hidden`}>
              Known
            </th>
          </tr>
        </thead>
        <tbody>
          {rankByDowntime(vendors).map((vendor) => (
            <Row key={vendor.slug} vendor={vendor} query={query} shareOf={shareOf} />
          ))}
        </tbody>
        <tfoot data-end hidden />
      </table>
      {shareOf !== null && <p className="mt-2 max-w-[68ch] text-label text-soft">{shareWords(vendors)}</p>}
    </>
  )
}

interface RowProps {
  vendor: RankedVendor
  query: string
  shareOf: ReturnType<typeof sharesOf>
}

function Row({ vendor, query, shareOf }: RowProps) {
  const { slug, name, state, history } = vendor
  const share = shareOf?.(vendor) ?? null
  return (
    <tr className="border-line border-b">
      <th scope="row" className="py-2 text-left font-[600] wrap-anywhere">
        <a href={`${vendorPath(slug)}${query === '' ? '' : `?${query}`}`} className="hover:underline">
          {name}
        </a>{' '}
        <span className={`block font-normal text-small sm:hidden ${lookOfState(state).colour}`}>
          <StateWord state={state} />
        </span>
      </th>
      <td className={`whitespace-nowrap py-2 pl-4 max-sm:hidden ${lookOfState(state).colour}`}>
        <StateWord state={state} />
      </td>
      <td className={CELL}>{hasData(history) ? formatInteger(history.incidentCount) : <NotKnown />}</td>
      <td className={CELL}>{hasData(history) ? <Downtime {...history} /> : <NotKnown />}</td>
      {shareOf !== null && <td className={CELL}>{share === null ? <NotKnown /> : formatShare(share)}</td>}
      <td className={`${CELL} text-soft max-md:hidden`}>{knownWords(history)}</td>
    </tr>
  )
}

/** What the shares are of, and what they cannot tell. */
function shareWords(vendors: RankedVendor[]): string {
  const isUneven = vendors.some(({ history }) => !history.coverage.complete)
  const isMinimum = vendors.some(({ history }) => history.downtimeIsMinimum || history.unknownDurationCount > 0)
  const limits = [
    isUneven ? 'different amounts of their histories are known' : null,
    isMinimum ? 'some durations are not known' : null,
  ].filter((limit) => limit !== null)
  const of = 'Shares are of the downtimes added separately.'
  return limits.length === 0 ? of : `${of} They compare what is on record: ${limits.join(', and ')}.`
}

function knownWords({ window, coverage }: RankedHistory): string {
  return coverage.complete ? 'the whole window' : coverageSpan(window, coverage.periods)
}
