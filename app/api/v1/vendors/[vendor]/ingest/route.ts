import { requestIngest } from '#lib/admin/run/runs.ts'
import { getRuns } from '#lib/queries/runs.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { ingestParameters } from '../../../inputs.ts'
import { parseParameters, requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { name: actor } = await requireScope(request, 'ingest')
  const { vendor } = await params
  const { mode, dryRun } = parseParameters(request, ingestParameters)
  const ids = await requestIngest({ vendorSlug: vendor, mode, dryRun, trigger: 'api', actor })
  return Response.json({ runs: await getRuns(ids) }, { status: 202 })
})
