import { formatCalendar } from '#lib/formats/calendar.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'calendar.ics', type: 'text/calendar; charset=utf-8', most: FILE_LENGTH },
  ({ title, incidents, pageUrl, asOf }) => formatCalendar({ name: title, url: pageUrl, incidents, asOf }),
)
