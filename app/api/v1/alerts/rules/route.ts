import { z } from 'zod'
import { createRule, tryRuleInput } from '#lib/admin/alerts/rules.ts'
import { ruleInput } from '#lib/domain/alerts/rule.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getAlertRule, listAlertRules } from '#lib/queries/admin/alert-rules.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseInput, parseParameters, readJson, requireScope } from '../../request.ts'

export const dynamic = 'force-dynamic'

export const GET = handleApi(async (request: Request) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  return Response.json({ rules: await listAlertRules() })
})

/** With `dryRun`, returns what the rule would have sent over the last 30 days, and creates nothing. */
export const POST = handleApi(async (request: Request) => {
  const { name: actor } = await requireScope(request, 'admin')
  const { dryRun } = parseParameters(request, { dryRun: z.stringbool().default(false) })
  const input = parseInput(ruleInput, await readJson(request))
  if (dryRun) return Response.json(await tryRuleInput(input, new Date()))
  const rule = await getAlertRule(await createRule(input, actor))
  if (rule === null) throw new NotFoundError('The rule has been deleted meanwhile.')
  return Response.json(rule, { status: 201 })
})
