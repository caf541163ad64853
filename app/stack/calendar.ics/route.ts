import { downloadIncidents } from '#app/download-incidents.ts'
import { calendarFormat } from '#lib/formats/calendar.ts'
import { ofStack } from '../stack-file.ts'

export const dynamic = 'force-dynamic'

export const GET = ofStack(
  'calendar.ics',
  async ({ scope, title, pageUrl }) =>
    downloadIncidents({ scope, type: 'text/calendar; charset=utf-8' }, () =>
      calendarFormat({ name: title, url: pageUrl }),
    ),
  { forSubscribers: true },
)
