import { calendarFormat } from '#lib/formats/calendar.ts'
import { resolveWindow } from '#lib/queries/vendor-row.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download(
  { file: 'calendar.ics', type: 'text/calendar; charset=utf-8' },
  async ({ vendor, filter, now, pageUrl }) =>
    calendarFormat({
      name: titleOf(vendor.name, filter, (await resolveWindow([vendor.id], filter, now)).label),
      url: pageUrl,
      asOf: filter.asOf ?? now,
    }),
)
