import { addTarget } from '#lib/admin/alerts/targets.ts'
import { newTargetInput } from '#lib/domain/alerts/target-input.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../request.ts'
import { findTarget, findTargets } from './find-target.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  return Response.json({ targets: await findTargets() })
})

/** Answers with a webhook's signing secret, this once. */
export const POST = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id, signingSecret } = await addTarget(parseInput(newTargetInput, await readJson(request)), actor)
  return Response.json({ ...(await findTarget(String(id))), signingSecret }, { status: 201 })
})
