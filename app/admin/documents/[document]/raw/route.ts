import { getPrincipal } from '#lib/auth/principal.ts'
import { NotFoundError, UnauthorizedError } from '#lib/domain/errors.ts'
import { getDocument } from '#lib/queries/admin/documents.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** The bytes as served, as a download, so that no browser renders or runs them here. */
export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ document: string }> }) => {
  if ((await getPrincipal(request)) === null) throw new UnauthorizedError()
  const { document: id } = await params
  const document = await getDocument(id)
  if (document === null || document.bytes === null) throw new NotFoundError('This document is no longer stored.')
  return new Response(Buffer.from(document.bytes), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${document.vendor}-${document.sha256.slice(0, 12)}.txt"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
})
