import { formatCalendar } from '#lib/formats/calendar.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'calendar.ics', type: 'text/calendar; charset=utf-8', most: FILE_LENGTH },
  ({ vendor, incidents, pageUrl, asOf }) =>
    formatCalendar({ name: `${vendor.name} outage history`, url: pageUrl, incidents, asOf }),
)
