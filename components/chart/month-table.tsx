import { formatMonth } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { partsText, valueText } from './month-scale.ts'

/** The figures of the charts, newest month first; each month links to the page narrowed to it. */
export function MonthTable({
  monthly,
  severity,
  linkBase,
}: {
  monthly: HistoryView['monthly']
  severity: HistoryView['severity'] | null
  linkBase: string
}) {
  const ofMonth = new Map(severity?.monthly.map((row) => [row.month, row]))
  return (
    <details className="mt-2 text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">Show the months as a table</summary>
      <table className={`month-table mt-1 w-full tabular-nums ${severity === null ? 'max-w-120' : 'max-w-190'}`}>
        <caption className="sr-only">Incidents and downtime per month{severity !== null && ', by impact'}</caption>
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
              <td>
                {valueText('incidents', incidentCount)}
                <Parts text={partsText('incidents', ofMonth.get(month)?.incidentCount)} />
              </td>
              <td>
                {valueText('downtime', downtimeSeconds, downtimeIsMinimum)}
                <Parts text={partsText('downtime', ofMonth.get(month)?.downtimeSeconds)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Parts({ text }: { text: string }) {
  return text !== '' && <span className="block text-note text-soft">{text}</span>
}
