import { Downtime } from '#components/text/downtime.tsx'
import { lookOfState } from '#components/text/icon.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { StateWord } from '#components/text/state-word.tsx'
import { formatInteger } from '#lib/domain/format.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { coverageSpan, hasData } from '#lib/text/coverage-words.ts'
import { vendorPath } from '#lib/url/path.ts'

const CELL = 'py-2 pl-4 text-right whitespace-nowrap max-sm:pl-2'

/** The vendors of a stack, each with its state and its own figures; `query` narrows each vendor's page in the same way. */
export function StackTable({ vendors, query }: { vendors: VendorView[]; query: string }) {
  return (
    <table className="whole mt-7.5 w-full border-line border-t tabular-nums">
      <caption className="sr-only">Figures of each vendor</caption>
      <thead className="text-label text-soft">
        <tr className="border-line border-b [&>th]:font-[450]">
          <th scope="col" className="py-2 text-left">
            Vendor
          </th>
          <th scope="col" className="py-2 pl-4 text-left max-sm:pl-2">
            Now
          </th>
          <th scope="col" className={CELL}>
            Incidents
          </th>
          <th scope="col" className={CELL}>
            Downtime
          </th>
          <th scope="col" className={`${CELL} max-md:hidden`}>
            Known
          </th>
        </tr>
      </thead>
      <tbody>
        {vendors.map(({ slug, name, state, history }) => (
          <tr key={slug} className="border-line border-b">
            <th scope="row" className="py-2 text-left font-[600] wrap-anywhere">
              <a href={`${vendorPath(slug)}${query === '' ? '' : `?${query}`}`} className="hover:underline">
                {name}
              </a>
            </th>
            <td className={`whitespace-nowrap py-2 pl-4 max-sm:pl-2 ${lookOfState(state).colour}`}>
              <StateWord state={state} />
            </td>
            <td className={CELL}>{hasData(history) ? formatInteger(history.incidentCount) : <NotKnown />}</td>
            <td className={CELL}>{hasData(history) ? <Downtime {...history} /> : <NotKnown />}</td>
            <td className={`${CELL} text-soft max-md:hidden`}>{knownWords(history)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot data-end hidden />
    </table>
  )
}

function knownWords({ window, coverage }: VendorView['history']): string {
  return coverage.complete ? 'the whole window' : coverageSpan(window, coverage.periods)
}
