import { answerWithPng } from '#app/render-png.ts'
import { summaryOf } from '#components/history/history-sentence.ts'
import { stackSentence } from '#components/stack/stack-page.tsx'
import { formatInstant } from '#lib/domain/format.ts'
import { drawSummaryImage } from '#lib/formats/summary-image.ts'
import { getStack } from '#lib/queries/stack.ts'
import { ofStack } from '../stack-file.ts'

export const dynamic = 'force-dynamic'

/** The preview image of a stack in chat programs. */
export const GET = ofStack('image.png', async ({ slugs, names, scope: { filter, now } }) => {
  const { stack } = await getStack(slugs, filter, now)
  const summary = summaryOf(stackSentence(stack, filter), stack.history, filter)
  const asOf = `As of ${formatInstant(stack.history.asOf)}`
  return await answerWithPng(drawSummaryImage({ name: names, summary, asOf }))
})
