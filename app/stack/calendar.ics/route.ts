import { FILE_LENGTH } from '#app/vendors/[vendor]/take-away.ts'
import { formatCalendar } from '#lib/formats/calendar.ts'
import { stackTakeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = stackTakeAway(
  { file: 'calendar.ics', type: 'text/calendar; charset=utf-8', most: FILE_LENGTH },
  ({ title, incidents, pageUrl, asOf }) => formatCalendar({ name: title, url: pageUrl, incidents, asOf }),
)
