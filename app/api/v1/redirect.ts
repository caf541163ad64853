import { getEnv } from '#lib/env.ts'

/** 308 to the same address under the vendor's current slug. */
export function redirectToVendor(request: Request, oldSlug: string, slug: string): Response {
  const { pathname, search } = new URL(request.url)
  const path = pathname.replace(`/vendors/${oldSlug}`, `/vendors/${slug}`)
  return new Response(null, { status: 308, headers: { location: `${getEnv().PUBLIC_URL}${path}${search}` } })
}
