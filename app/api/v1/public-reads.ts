import type { ApiRead } from '#components/developers/api-read.ts'
import { PATHS } from './openapi.ts'

/** Every read of the API that needs no token, with an example; those of an incident are left out where there is none. */
export function listPublicReads({ slug, incident }: { slug: string; incident: string | null }): ApiRead[] {
  return Object.entries(PATHS).flatMap(([path, { get }]) => {
    const isOpen = path.startsWith('/api/v1/') && get !== undefined && get.scope === undefined
    if (!isOpen || (path.includes('{incident}') && incident === null)) return []
    const required = (get.parameters ?? []).filter((parameter) => parameter.required === true)
    const query = new URLSearchParams(required.map(({ name, example }) => [name, String(example)]))
    const taken = path.replace('{vendor}', slug).replace('{incident}', incident ?? '')
    return [{ path, summary: get.summary, href: query.size === 0 ? taken : `${taken}?${query}` }]
  })
}
