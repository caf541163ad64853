import { formatMonth } from '#lib/domain/format.ts'
import { type MonthSeries, valueText } from './month-scale.ts'

/** The figures of a monthly chart, newest first, each month a link that narrows the page to it. */
export function MonthTable({ title, measure, months, links }: MonthSeries) {
  return (
    <details className="mt-1.5 text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">Show as a table</summary>
      <table className="mt-1 w-full max-w-80 tabular-nums">
        <caption className="sr-only">{title}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Month</th>
            <th scope="col">{title}</th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map(([month, value]) => (
            <tr key={month} className="border-line border-b">
              <th scope="row" className="py-1 text-left font-normal">
                <a href={links[month]} className="linked">
                  {formatMonth(month)}
                </a>
              </th>
              <td className={value === null ? 'py-1 text-right text-soft' : 'py-1 text-right'}>
                {valueText(measure, value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
