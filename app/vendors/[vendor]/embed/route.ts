import { caveatsOf, historySentence } from '#components/history/history-sentence.ts'
import { formatEmbed } from '#lib/formats/embed.ts'
import { vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

/** The only page that other sites may frame; lib/web allows it. */
export const GET = vendorFile({ file: 'embed', type: 'text/html; charset=utf-8' }, ({ vendor, filter, pageUrl }) =>
  formatEmbed({
    vendor,
    sentence: historySentence(vendor, filter),
    caveats: caveatsOf(vendor.history, filter),
    pageUrl,
  }),
)
