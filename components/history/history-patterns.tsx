import { DayCalendar } from '#components/chart/day-calendar.tsx'
import { HourStrip } from '#components/chart/hour-strip.tsx'
import { StartPatternTable } from '#components/chart/start-pattern.tsx'
import { historyAddress, monthAddressBase } from '#components/filter/history-address.ts'
import type { HistoryPatterns, VendorView } from '#lib/queries/schemas.ts'
import { narrowingPhrases } from '#lib/text/filter-words.ts'
import { kindNoun } from '#lib/text/headline.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { AffectedComponents } from './affected-components.tsx'

/** When and where incidents happened: by day, by weekday and hour, and by component. */
export function HistoryPatternsFigures({
  vendor,
  filter,
  patterns,
}: {
  vendor: VendorView
  filter: HistoryFilter
  patterns: HistoryPatterns
}) {
  const { days, hours, starts, affected } = patterns
  const counted = [kindNoun(filter.kind, 1), ...narrowingPhrases(filter)].join(' ')
  return (
    <>
      {hours.length > 0 ? (
        <HourStrip hours={hours} counted={counted} />
      ) : (
        <DayCalendar
          days={days}
          coverage={vendor.history.coverage}
          counted={counted}
          linkBase={monthAddressBase(vendor.slug, filter)}
          cardBase={monthAddressBase(vendor.slug, filter, 'day.json')}
        />
      )}
      <div className="mt-8 grid gap-x-12 gap-y-7 empty:hidden md:grid-cols-2">
        <StartPatternTable starts={starts} />
        <AffectedComponents
          affected={affected}
          addressOf={(component) => historyAddress(vendor.slug, filter, { component })}
        />
      </div>
    </>
  )
}
