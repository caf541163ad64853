import { historyAddress } from '#components/filter/history-address.ts'
import { dayPeriod } from '#lib/domain/days.ts'
import { formatDay } from '#lib/domain/format.ts'
import { singleDayOf } from '#lib/domain/window.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

/** The days before and after the one that a page covers; renders nothing for any other window. No day later than `latest`. */
export function DayLinks({ slug, filter, latest }: { slug: string; filter: HistoryFilter; latest: Date }) {
  const day = singleDayOf(filter.window)
  if (day === null) return null
  const { from, to } = dayPeriod(day)
  const before = new Date(from.getTime() - 1)
  return (
    <nav aria-label="Days" className="mt-4 print:hidden">
      <ul className="whole flex flex-wrap gap-x-4 gap-y-1 text-small">
        <DayLink day={before} {...{ slug, filter }}>{`← ${formatDay(before)}`}</DayLink>
        {to < latest && <DayLink day={to} {...{ slug, filter }}>{`${formatDay(to)} →`}</DayLink>}
        <li data-end hidden />
      </ul>
    </nav>
  )
}

function DayLink({
  day,
  slug,
  filter,
  children,
}: {
  day: Date
  slug: string
  filter: HistoryFilter
  children: string
}) {
  const key = day.toISOString().slice(0, 10)
  return (
    <li>
      <a
        href={historyAddress(slug, filter, { window: `${key}..${key}` })}
        className="linked inline-flex min-h-6 items-center text-soft"
      >
        {children}
      </a>
    </li>
  )
}
