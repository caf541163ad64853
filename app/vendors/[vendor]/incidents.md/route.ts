import { historySummary, historyTitle } from '#components/history/history-sentence.ts'
import { markdownFormat } from '#lib/formats/markdown.ts'
import { readCandourOf } from '#lib/queries/report/candour.ts'
import { readVendor } from '#lib/queries/vendors.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'incidents.md', type: 'text/markdown; charset=utf-8' }, async (asked) => {
  const vendor = await readVendor(asked.vendor, asked.scope)
  return markdownFormat({
    title: historyTitle(vendor, asked.filter),
    summary: historySummary(vendor, asked.filter),
    history: vendor.history,
    candour: asked.filter.kind === 'incident' ? await readCandourOf(asked.vendor.id, asked.scope) : null,
  })
})
