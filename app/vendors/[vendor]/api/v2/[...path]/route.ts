import { getEnv } from '#lib/env.ts'
import { findVendorRow } from '#lib/queries/scope.ts'
import { readPresent } from '#lib/queries/statuspage/present.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { vendorPath } from '#lib/url/path.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { answerIncident, STATUSPAGE_ANSWERS } from './answers.ts'

export const dynamic = 'force-dynamic'

const INCIDENT = /^incidents\/([^/]+)\.json$/

/**
 * Statuspage's public API for any vendor, so that programs written for it can read the vendor here. It has no query parameters,
 * and errors are in its own form, `{ "error": "…" }`.
 */
export const GET = handleApi(
  async (_request: Request, { params }: { params: Promise<{ vendor: string; path: string[] }> }) => {
    const { vendor: slug, path: parts } = await params
    const path = parts.join('/')
    const base = getEnv().PUBLIC_URL
    const row = await findVendorRow(slug)
    if (row === null) {
      const alias = await findVendorAlias(slug)
      return alias === null
        ? notFound(`There is no vendor "${slug}".`)
        : redirect(`${base}${vendorPath(alias)}/api/v2/${parts.map(encodeURIComponent).join('/')}`)
    }
    const answer = STATUSPAGE_ANSWERS[path]
    const incident = answer === undefined ? INCIDENT.exec(path)?.[1] : undefined
    if (answer === undefined && incident === undefined) return notFound('Statuspage has no such address.')
    const now = new Date()
    const asked = { row, present: await readPresent(row, now), pageUrl: base + vendorPath(row.slug), now }
    const found = await (answer === undefined ? answerIncident(incident ?? '', asked) : answer(asked))
    if (found === null) return notFound(`${row.name} has no incident or maintenance with this id.`)
    if ('movedTo' in found) return redirect(base + found.movedTo)
    const { body, status = 200, retryAfterSeconds } = found
    return json(body, status, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) })
  },
)

function notFound(error: string): Response {
  return json({ error }, 404)
}

function json(body: object, status: number, headers: Record<string, string> = {}): Response {
  const own = { 'content-type': 'application/json; charset=utf-8', link: describedBy() }
  return new Response(JSON.stringify(body), { status, headers: { ...own, ...headers } })
}

/** RFC 8631: where a program finds what these addresses are. */
function describedBy(): string {
  const base = getEnv().PUBLIC_URL
  return `<${base}/api/v1/openapi.json>; rel="service-desc", <${base}/developers#statuspage>; rel="service-doc"`
}

function redirect(location: string): Response {
  return new Response(null, { status: 308, headers: { location } })
}
