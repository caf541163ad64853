import type { HistoryView } from '#lib/queries/schemas.ts'
import { MonthChart } from './month-chart.tsx'
import { MonthTable } from './month-table.tsx'

/** Charts of incidents and downtime by month, and the same as a table. `linkBase`: an address to which a month is appended. */
export function MonthCharts({ monthly, linkBase }: { monthly: HistoryView['monthly']; linkBase: string }) {
  return (
    <>
      <div className="mt-8 grid gap-x-12 gap-y-7 md:grid-cols-2">
        <MonthChart
          title="Incidents per month"
          measure="incidents"
          months={monthly.map(({ month, incidentCount }) => [month, incidentCount])}
          linkBase={linkBase}
        />
        <MonthChart
          title="Downtime per month"
          measure="downtime"
          months={monthly.map(({ month, downtimeSeconds, downtimeIsMinimum }) => [
            month,
            downtimeSeconds,
            downtimeIsMinimum ?? false,
          ])}
          linkBase={linkBase}
        />
      </div>
      <MonthTable monthly={monthly} linkBase={linkBase} />
    </>
  )
}
