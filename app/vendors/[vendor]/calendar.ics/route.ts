import { calendarFormat } from '#lib/formats/calendar.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download(
  { file: 'calendar.ics', type: 'text/calendar; charset=utf-8', forSubscribers: true },
  ({ vendor, scope, pageUrl }) =>
    calendarFormat({
      name: titleOf(vendor.name, scope.filter, scope.window.label),
      url: pageUrl,
    }),
)
