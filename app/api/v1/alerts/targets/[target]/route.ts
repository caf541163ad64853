import { z } from 'zod'
import { changeTarget, deleteTarget } from '#lib/admin/alerts/targets.ts'
import { targetChange } from '#lib/domain/alerts/target-input.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../../request.ts'
import { findTarget } from '../find-target.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ target: string }> }

export const GET = handleApi(async (request: Request, { params }: Context) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  return Response.json(await findTarget((await params).target))
})

/** Changes the given properties and leaves the others. */
export const PATCH = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id } = await findTarget((await params).target)
  const signingSecret = await changeTarget(id, parseInput(targetChange, await readJson(request)), actor)
  return Response.json({ ...(await findTarget(String(id))), signingSecret })
})

/** `confirm` must be the name. */
export const DELETE = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { confirm } = parseParameters(request, { confirm: z.string().max(200).default('') })
  await deleteTarget((await findTarget((await params).target)).id, confirm, actor)
  return new Response(null, { status: 204 })
})
