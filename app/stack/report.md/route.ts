import { reportToMarkdown } from '#lib/formats/report-markdown.ts'
import { reportFile } from '../report-file.ts'

export const dynamic = 'force-dynamic'

export const GET = reportFile(
  (report, pageUrl) =>
    new Response(reportToMarkdown(report, pageUrl), { headers: { 'content-type': 'text/markdown; charset=utf-8' } }),
)
