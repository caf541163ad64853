import { z } from 'zod'
import { MAX_DOCUMENT_BYTES, pushDocument } from '#lib/admin/run/documents.ts'
import { getRuns } from '#lib/queries/runs.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { instantParameter, parseParameters, readBody, requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ vendor: string }> }) => {
  const { name: actor } = await requireScope(request, 'ingest')
  const { vendor } = await params
  const { platform, fetchedAt, dryRun } = parseParameters(request, {
    platform: z.string({ error: 'must name the format of the document' }).max(40),
    fetchedAt: instantParameter.optional(),
    dryRun: z.stringbool().default(false),
  })
  const id = await pushDocument({
    vendorSlug: vendor,
    platform,
    bytes: await readBody(request, MAX_DOCUMENT_BYTES),
    contentType: request.headers.get('content-type'),
    url: null,
    fetchedAt: fetchedAt ?? null,
    dryRun,
    trigger: 'api',
    actor,
  })
  return Response.json({ runs: await getRuns([id]) }, { status: 202 })
})
