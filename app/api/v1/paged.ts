import { getEnv } from '#lib/env.ts'

/**
 * A page of a list as JSON. The next page's address also stands in a `Link` header (RFC 8288), so that a program can follow it
 * without knowing about cursors.
 */
export function pagedJson<T extends { nextCursor: string | null }>(request: Request, page: T): Response {
  const headers: Record<string, string> =
    page.nextCursor === null ? {} : { link: `<${nextAddress(request, page.nextCursor)}>; rel="next"` }
  return Response.json(page, { headers })
}

function nextAddress(request: Request, cursor: string): string {
  const { pathname, searchParams } = new URL(request.url)
  searchParams.set('cursor', cursor)
  return `${getEnv().PUBLIC_URL}${pathname}?${searchParams}`
}
