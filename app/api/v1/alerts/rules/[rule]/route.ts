import { changeRule, deleteRule } from '#lib/admin/alerts/rules.ts'
import { ruleInput } from '#lib/domain/alerts/rule.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../../request.ts'
import { findRule } from '../find-rule.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ rule: string }> }

export const GET = handleApi(async (request: Request, { params }: Context) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  return Response.json(await findRule((await params).rule))
})

/** Changes the given properties and leaves the others. */
export const PATCH = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  const { id, vendors, targets, pausedAt, createdBy, createdAt, notes, ...same } = await findRule((await params).rule)
  const present = {
    ...same,
    vendors: vendors?.map(({ slug }) => slug) ?? null,
    targets: targets.map((target) => target.id),
    paused: pausedAt !== null,
  }
  const change = await readJson(request)
  const whole = typeof change === 'object' && change !== null ? { ...present, ...change } : change
  await changeRule(id, parseInput(ruleInput, whole), actor)
  return Response.json(await findRule(String(id)))
})

export const DELETE = handleApi(async (request: Request, { params }: Context) => {
  const { name: actor } = await requireScope(request, 'admin')
  parseParameters(request, {})
  await deleteRule((await findRule((await params).rule)).id, actor)
  return new Response(null, { status: 204 })
})
