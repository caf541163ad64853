import { z } from 'zod'
import { knownParameters } from '#app/known-parameters.ts'
import { detectWhole } from '#lib/admin/source/detect.ts'
import { moveSource, reviewMove, undoMove } from '#lib/admin/source/moves.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import { getRuns } from '#lib/queries/runs.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'
import { moveInput } from '../../../inputs.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../../request.ts'
import { toSourceId } from '../../source-id.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ source: string }> }

/** Examines the new address and moves the source; with `dryRun`, only reports how the incidents match. */
export const POST = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  const id = toSourceId((await params).source)
  const { dryRun } = parseParameters(request, { dryRun: z.stringbool().default(false) })
  const { url, toleranceMinutes, notDuplicates, apart } = parseInput(moveInput, await readJson(request))
  const options = { toleranceMinutes, notDuplicates: [...notDuplicates, ...apart] }
  const found = await detectWhole(url)
  if (found === null) {
    return problem(504, {
      code: 'no_answer',
      detail: 'The worker has not answered yet. Check that a worker is running, and try again.',
    })
  }
  const { platform, evidence, listed } = found
  const address = { platform, url: found.url, listed }
  const review = { to: { platform, url: found.url, evidence }, ...(await reviewMove(id, address, options)) }
  if (dryRun) return Response.json({ ...review, runs: [] })
  const { run } = await moveSource(id, address, options, actor)
  return Response.json({ ...review, runs: await getRuns([run]) }, { status: 202 })
})

/** Reverts the move. */
export const DELETE = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  knownParameters(request, [])
  const id = toSourceId((await params).source)
  await undoMove(id, actor)
  return Response.json(await getAdminSource(id, new Date()))
})
