import { tryStoredRule } from '#lib/admin/alerts/rules.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseParameters, requireScope } from '../../../../request.ts'
import { findRule } from '../../find-rule.ts'

export const dynamic = 'force-dynamic'

/** What the rule would have sent over the last 30 days, by what is stored of them. */
export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ rule: string }> }) => {
  await requireScope(request, 'read')
  parseParameters(request, {})
  const rule = await findRule((await params).rule)
  return Response.json(await tryStoredRule(rule, new Date()))
})
