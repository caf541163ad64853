import { z } from 'zod'
import { deleteSource, tryDeletion } from '#lib/admin/source/delete-source.ts'
import { changeSource, tryPrimary } from '#lib/admin/source/sources.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { sourceChange } from '../../inputs.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../request.ts'
import { toSourceId } from '../source-id.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ source: string }> }

/** Applies all properties in the body, or none. With `dryRun`, returns the headline figures that `primary` would change. */
export const PATCH = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  const id = toSourceId((await params).source)
  const { dryRun } = parseParameters(request, { dryRun: z.stringbool().default(false) })
  const { primary, paused, pollIntervalSeconds } = parseInput(sourceChange, await readJson(request))
  if (dryRun) return Response.json({ figures: primary ? await tryPrimary(id, new Date()) : [] })
  await changeSource(id, { isPrimary: primary, isPaused: paused, pollIntervalSeconds }, actor)
  const source = await getAdminSource(id, new Date())
  if (source === null) throw new NotFoundError(`There is no source ${id}.`)
  return Response.json(source)
})

/** With `dryRun`, returns what would be deleted; else `confirm` must be the source's key. */
export const DELETE = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  const id = toSourceId((await params).source)
  const { confirm, dryRun } = parseParameters(request, {
    confirm: z.string().max(300).default(''),
    dryRun: z.stringbool().default(false),
  })
  if (dryRun) {
    const review = await tryDeletion(id, new Date())
    // `goes` is its former name.
    return Response.json({ ...review, goes: review.deletionImpact })
  }
  await deleteSource(id, confirm, actor)
  return new Response(null, { status: 204 })
})
