import { formatMonth } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { valueText } from './month-scale.ts'

/** The figures of the charts, newest month first; each month links to the page narrowed to it. */
export function MonthTable({ monthly, linkBase }: { monthly: HistoryView['monthly']; linkBase: string }) {
  return (
    <details className="mt-2 text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">Show the months as a table</summary>
      <table className="month-table mt-1 w-full max-w-120 tabular-nums">
        <caption className="sr-only">Incidents and downtime per month</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col">Incidents</th>
            <th scope="col">Downtime</th>
          </tr>
        </thead>
        <tbody>
          {monthly.toReversed().map(({ month, incidentCount, downtimeSeconds, downtimeIsMinimum }) => (
            <tr key={month}>
              <th scope="row">
                <a href={linkBase + month}>{formatMonth(month)}</a>
              </th>
              <td>{valueText('incidents', incidentCount)}</td>
              <td>{valueText('downtime', downtimeSeconds, downtimeIsMinimum)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
