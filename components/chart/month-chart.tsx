import { Island } from '#components/island/island.tsx'
import { MonthBar } from './month-bar.tsx'
import { MonthFrame, MonthTicks, UnknownMonth } from './month-frame.tsx'
import { barOf, CHART, type MonthSeries, packSeries, slotOf, topOf, yOf } from './month-scale.ts'

/**
 * A value per month as bars; each bar links to the page narrowed to its month. The server draws it, so it shows at once and
 * works without script. An interactive drawing replaces it when the reader turns to it. MonthTable shows the same figures.
 */
export function MonthChart(series: MonthSeries) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2.5 font-[580] text-label">{series.title}</figcaption>
      <Island name="month-chart" label={`${series.title}, chart`} props={packSeries(series)}>
        <MonthBars {...series} />
      </Island>
    </figure>
  )
}

/** Hidden from assistive technology, which gets the table; its links are not in the Tab order either. */
function MonthBars({ measure, months, linkBase, highest, marks }: MonthSeries) {
  const top = topOf(measure, months, highest)
  return (
    <svg width="100%" height={CHART.height} aria-hidden="true" className="overflow-visible">
      <MonthFrame measure={measure} months={months} highest={highest} hatched={false} marks={marks} />
      {/* What has no fill of its own takes the pointer, too: the slots of the months. */}
      <g fill="none" pointerEvents="all">
        {months.map(([month, value, , byImpact], index) => (
          <a key={month} href={linkBase + month} tabIndex={-1} {...(byImpact === undefined && { className: 'group' })}>
            {value === null ? (
              <UnknownMonth index={index} count={months.length} />
            ) : (
              <>
                <rect {...slotOf(index, months.length)} y={CHART.top} height={CHART.base - CHART.top} />
                <MonthBar {...barOf(index, months.length)} y={yOf(value, top)} value={value} byImpact={byImpact} />
              </>
            )}
          </a>
        ))}
      </g>
      <MonthTicks measure={measure} months={months} highest={highest} />
    </svg>
  )
}
