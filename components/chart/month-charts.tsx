import { monthOf } from '#lib/domain/month.ts'
import type { BreakView, HistoryView } from '#lib/queries/schemas.ts'
import { breakSentence } from '#lib/text/chance/chance-words.ts'
import { ImpactLegend } from './impact-legend.tsx'
import { ImpactPatterns } from './impact-pattern.tsx'
import { MonthChart } from './month-chart.tsx'
import { MonthTable } from './month-table.tsx'

/**
 * Charts of incidents and downtime by month, and the same as a table. `linkBase`: an address to which a month is appended.
 * `severity`: what each month is divided by; null where impact says nothing.
 */
export function MonthCharts({
  monthly,
  severity,
  linkBase,
  breaks = [],
}: {
  monthly: HistoryView['monthly']
  severity: HistoryView['severity'] | null
  linkBase: string
  /** When reporting changed; marked in the charts, and named below them. */
  breaks?: BreakView[]
}) {
  const shown = breaks.filter(({ at }) => monthly.some(({ month }) => month === monthOf(at)))
  const sentence = breakSentence(shown)
  const marks = [...new Set(shown.map(({ at }) => monthOf(at)))]
  const ofMonth = new Map(severity?.monthly.map((row) => [row.month, row]))
  return (
    <>
      <div className="mt-8 grid gap-x-12 gap-y-7 md:grid-cols-2">
        <MonthChart
          title="Incidents per month"
          measure="incidents"
          months={monthly.map(({ month, incidentCount }) => [
            month,
            incidentCount,
            false,
            ofMonth.get(month)?.incidentCount,
          ])}
          linkBase={linkBase}
          {...(marks.length > 0 && { marks })}
        />
        <MonthChart
          title="Downtime per month"
          measure="downtime"
          months={monthly.map(({ month, downtimeSeconds, downtimeIsMinimum }) => [
            month,
            downtimeSeconds,
            downtimeIsMinimum ?? false,
            ofMonth.get(month)?.downtimeSeconds,
          ])}
          linkBase={linkBase}
          {...(marks.length > 0 && { marks })}
        />
      </div>
      {severity !== null && (
        <>
          <ImpactPatterns />
          <ImpactLegend severities={[severity]} />
        </>
      )}
      {sentence !== null && <p className="mt-2 max-w-[68ch] text-label text-soft">{sentence}</p>}
      <MonthTable monthly={monthly} severity={severity} linkBase={linkBase} />
    </>
  )
}
