import { historySummary, historyTitle } from '#components/history/history-sentence.ts'
import { markdownFormat } from '#lib/formats/markdown.ts'
import { download, readVendor } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'incidents.md', type: 'text/markdown; charset=utf-8' }, async (asked) => {
  const vendor = await readVendor(asked)
  return markdownFormat({
    title: historyTitle(vendor, asked.filter),
    summary: historySummary(vendor, asked.filter),
    history: vendor.history,
  })
})
