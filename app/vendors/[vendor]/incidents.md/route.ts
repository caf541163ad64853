import { historySummary } from '#components/history-sentence.ts'
import { formatMarkdown } from '#lib/formats/lines.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'incidents.md', type: 'text/markdown; charset=utf-8', most: FILE_LENGTH },
  ({ title, vendor, filter, incidents }) =>
    formatMarkdown({ title, summary: historySummary(vendor, filter), history: vendor.history, incidents }),
)
