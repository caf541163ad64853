import { answerWithPng } from '#app/render-png.ts'
import { historySummary } from '#components/history/history-sentence.ts'
import { formatInstant } from '#lib/domain/format.ts'
import { drawSummaryImage } from '#lib/formats/summary-image.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { ofVendor } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

/** The preview image of a history in chat programs. */
export const GET = ofVendor('image.png', async ({ slug, filter, now }) => {
  const vendor = await getVendor(slug, filter, now)
  if (vendor === null) return null
  const asOf = `As of ${formatInstant(vendor.history.asOf)}`
  return await answerWithPng(drawSummaryImage({ name: vendor.name, summary: historySummary(vendor, filter), asOf }))
})
