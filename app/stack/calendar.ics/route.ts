import { downloadIncidents } from '#app/download-incidents.ts'
import { calendarFormat } from '#lib/formats/calendar.ts'
import { ofStack } from '../stack-file.ts'

export const dynamic = 'force-dynamic'

export const GET = ofStack('calendar.ics', async ({ slugs, title, filter, now, pageUrl }) =>
  downloadIncidents({ whose: slugs, filter, now, type: 'text/calendar; charset=utf-8' }, () =>
    calendarFormat({ name: title, url: pageUrl, asOf: filter.asOf ?? now }),
  ),
)
