import { valueText } from '#components/chart/month-scale.ts'
import { Scroller } from '#components/ui/scroller.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatDuration, formatMonth, formatShortMonth } from '#lib/domain/format.ts'
import type { MonthAgainstTarget } from '#lib/domain/target.ts'
import { monthsAgainstTarget } from '#lib/domain/target.ts'
import type { ComparisonView } from '#lib/queries/schemas.ts'

const THIRTY_DAYS = 30 * 86_400

/** Each month's posted downtime against the allowance of a percentage. Shows what was posted, not whether an SLA was met. */
export function CompareTarget({
  comparison,
  target,
  monthBase,
}: {
  comparison: ComparisonView
  target: number
  monthBase: string
}) {
  const { vendors, window } = comparison
  const columns = vendors.map((vendor) => ({
    vendor,
    rows: monthsAgainstTarget(
      {
        downtime: vendor.downtime,
        lostSightAt: vendor.lostSightAt,
        coverage: vendor.history.coverage.periods,
      },
      window,
      target,
    ),
  }))
  const allowance = Math.floor((THIRTY_DAYS * (100 - target)) / 100)
  return (
    <Section id="target" title={`Months against ${target}%`} aside="posted downtime">
      <p className="max-w-[68ch] text-small text-soft">
        A target of {target}% allows {allowance === 0 ? 'no downtime' : formatDuration(allowance)} in a month of 30
        days. {columns.map(({ vendor, rows }) => `${vendor.name} posted more in ${countOver(rows)}.`).join(' ')} This
        compares posted downtime only. Whether a vendor met an agreement depends on the agreement’s own terms and
        measurements.
      </p>
      <Scroller label={`Months against ${target}%`} className="mt-3">
        <table className="w-full text-small tabular-nums">
          <thead className="text-label text-soft">
            <tr className="border-line border-b [&>th]:font-[450]">
              <th scope="col" className="py-1.5 text-left">
                Month
              </th>
              {vendors.map(({ slug, name }) => (
                <th key={slug} scope="col" className="min-w-28 py-1.5 pl-4 text-right">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(columns[0]?.rows ?? []).toReversed().map(({ month }, index) => (
              <tr key={month} className="border-line border-b">
                <th scope="row" className="whitespace-nowrap py-1.5 text-left font-normal">
                  <a href={monthBase + month} className="hover:underline">
                    {formatShortMonth(month)}
                  </a>
                </th>
                {columns.map(({ vendor, rows }) => (
                  <td key={vendor.slug} className="whitespace-nowrap py-1.5 pl-4 text-right">
                    <Posted month={rows.at(-1 - index)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  )
}

/** "4h 2m, over 43m" */
function Posted({ month }: { month: MonthAgainstTarget | undefined }) {
  if (month === undefined || month.downtimeSeconds === null) return <span className="text-soft">no data</span>
  const { downtimeSeconds, downtimeIsMinimum, allowedSeconds, isOver, isKnown } = month
  const posted = valueText('downtime', downtimeSeconds, downtimeIsMinimum)
  return (
    <>
      {isOver ? <b>{posted}</b> : posted}
      <span className="block text-note text-soft">
        {isOver
          ? `over ${allowedSeconds === 0 ? 'nothing' : formatDuration(allowedSeconds)}`
          : downtimeIsMinimum
            ? 'within, as far as we know'
            : 'within'}
        {!isKnown && ', known in part'}
      </span>
    </>
  )
}

function countOver(rows: MonthAgainstTarget[]): string {
  const known = rows.filter(({ downtimeSeconds }) => downtimeSeconds !== null)
  return `${known.filter(({ isOver }) => isOver).length} of ${known.length} known months`
}

/** The figures of the charts: incidents and downtime of each vendor, newest month first. */
export function CompareMonthTable({ comparison, monthBase }: { comparison: ComparisonView; monthBase: string }) {
  const { vendors } = comparison
  return (
    <details className="mt-2 text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">Show the months as a table</summary>
      <Scroller label="Months side by side">
        <table className="mt-1 w-full tabular-nums">
          <caption className="sr-only">Incidents and downtime per month</caption>
          <thead>
            <tr className="border-line border-b text-left">
              <th scope="col" className="py-1 font-[450]">
                Month
              </th>
              {vendors.map(({ slug, name }) => (
                <th key={slug} scope="col" className="py-1 pl-4 text-right font-[450]">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(vendors[0]?.history.monthly ?? []).toReversed().map(({ month }, index) => (
              <tr key={month} className="border-line border-b">
                <th scope="row" className="whitespace-nowrap py-1 text-left font-normal">
                  <a href={monthBase + month} className="hover:underline">
                    {formatMonth(month)}
                  </a>
                </th>
                {vendors.map(({ slug, history }) => {
                  const row = history.monthly.at(-1 - index)
                  return (
                    <td key={slug} className="whitespace-nowrap py-1 pl-4 text-right">
                      {row === undefined || row.incidentCount === null
                        ? valueText('incidents', null)
                        : row.incidentCount === 0 && row.downtimeSeconds === 0 && !row.downtimeIsMinimum
                          ? 'none'
                          : `${valueText('incidents', row.incidentCount)}, ${valueText('downtime', row.downtimeSeconds, row.downtimeIsMinimum)}`}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </details>
  )
}
