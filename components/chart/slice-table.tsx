import type { ReactNode } from 'react'
import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import type { DayRow } from '#lib/domain/days.ts'
import { formatInteger, formatSum } from '#lib/domain/format.ts'

interface SliceTableRow extends Omit<DayRow, 'day'> {
  key: string
  name: ReactNode
}

/** The figures of days, or of hours, as a table that opens below its drawing; `column` heads their names. */
export function SliceTable({
  summary,
  caption,
  column,
  rows,
}: {
  summary: string
  caption: string
  column: string
  rows: SliceTableRow[]
}) {
  return (
    <details className="text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">{summary}</summary>
      <table className="month-table mt-1 w-full max-w-150 tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col">Downtime</th>
            <th scope="col">Incidents</th>
            <th scope="col">Worst impact</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, downtimeSeconds, downtimeIsMinimum, incidentCount, worst }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{downtimeSeconds ? formatSum(downtimeSeconds, downtimeIsMinimum) : 'not reported'}</td>
              <td>{formatInteger(incidentCount)}</td>
              <td>{worst === null ? '' : IMPACT_WORDS[worst]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** "An outage was open", "A maintenance affecting “API” was open". */
export function wasOpen(counted: string): string {
  return `${/^[aeiou]/.test(counted) ? 'An' : 'A'} ${counted} was open`
}
