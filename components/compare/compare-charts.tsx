import { ImpactLegend } from '#components/chart/impact-legend.tsx'
import { ImpactPatterns } from '#components/chart/impact-pattern.tsx'
import { MonthChart } from '#components/chart/month-chart.tsx'
import { maxOf } from '#lib/domain/many.ts'
import type { ComparisonView } from '#lib/queries/schemas.ts'
import { severityShown } from '#lib/text/severity-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

type MonthRow = ComparisonView['vendors'][number]['history']['monthly'][number]

const MEASURES = [
  {
    measure: 'incidents',
    title: 'incidents per month',
    read: ({ incidentCount }: MonthRow) => ({ value: incidentCount, isMinimum: false }),
    part: 'incidentCount',
  },
  {
    measure: 'downtime',
    title: 'downtime per month',
    read: ({ downtimeSeconds, downtimeIsMinimum }: MonthRow) => ({
      value: downtimeSeconds,
      isMinimum: downtimeIsMinimum === true,
    }),
    part: 'downtimeSeconds',
  },
] as const

/** The months of each vendor, all on the same scale and divided by impact, as on a vendor's own page. */
export function CompareCharts({
  vendors,
  filter,
  monthBase,
}: {
  vendors: ComparisonView['vendors']
  filter: HistoryFilter
  /** Appending a month to this gives the address of the comparison in that month. */
  monthBase: string
}) {
  const rows = vendors.flatMap(({ history }) => history.monthly)
  const severities = vendors.flatMap(({ history }) => severityShown(history.severity, filter) ?? [])
  return (
    <div className="mt-8 border-line border-t pt-6">
      <div className="grid gap-x-12 gap-y-7 md:grid-cols-2">
        {vendors.map(({ slug, name, history }) => {
          const severity = severityShown(history.severity, filter)
          const ofMonth = new Map(severity?.monthly.map((row) => [row.month, row]))
          return MEASURES.map(({ measure, title, read, part }) => (
            <MonthChart
              key={`${slug} ${measure}`}
              title={`${name}: ${title}`}
              measure={measure}
              months={history.monthly.map((row) => {
                const { value, isMinimum } = read(row)
                return [row.month, value, isMinimum, ofMonth.get(row.month)?.[part]]
              })}
              linkBase={monthBase}
              highest={maxOf(rows.map((row) => read(row).value ?? 0))}
            />
          ))
        })}
      </div>
      {severities.length > 0 && (
        <>
          <ImpactPatterns />
          <ImpactLegend severities={severities} />
        </>
      )}
    </div>
  )
}
