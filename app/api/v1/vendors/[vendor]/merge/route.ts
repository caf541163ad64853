import { z } from 'zod'
import { mergeVendors, tryMerge } from '#lib/admin/vendor/merge-vendors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { mergeInput } from '../../../inputs.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

/** With `dryRun`, returns what the merge would do; else `confirm` must be the slug. */
export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { vendor } = await params
  const { dryRun } = parseParameters(request, { dryRun: z.stringbool().default(false) })
  const { into, primary, confirm } = parseInput(mergeInput, await readJson(request))
  const review = dryRun
    ? await tryMerge(vendor, into, primary, new Date())
    : await mergeVendors(vendor, { into, primary, confirmation: confirm ?? '' }, actor)
  // `goes` is its former name.
  return Response.json({ ...review, goes: review.deletionImpact })
})
