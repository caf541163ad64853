import { getPrincipal } from '#lib/auth/principal.ts'
import { UnauthorizedError } from '#lib/domain/errors.ts'
import { formatAuditCsv } from '#lib/formats/audit-log.ts'
import { listAuditEntries } from '#lib/queries/admin/audit.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { readAuditQuery, toFilter } from '../audit-query.ts'

export const dynamic = 'force-dynamic'

/** Limits how much one request holds in memory; `before` pages to older entries. */
const MAX = 20_000

/** The log as a file, filtered as on the page. */
export const GET = handleApi(async (request: Request) => {
  if ((await getPrincipal(request)) === null) throw new UnauthorizedError()
  const filter = toFilter(readAuditQuery(Object.fromEntries(new URL(request.url).searchParams)))
  const entries = await listAuditEntries(filter, MAX)
  return new Response(formatAuditCsv(entries.slice(0, MAX)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="audit-log.csv"',
      'cache-control': 'private, no-store',
    },
  })
})
