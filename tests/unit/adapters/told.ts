import type { Platform } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { isFarAhead } from '#lib/domain/ahead.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { documentOf, expectSoundDocument } from './test-adapter.ts'

export const READ_AT = new Date('2026-11-28T00:00:00Z')

/** "2026-11-20T10:00:00Z" for "20 10:00": a day and a time of November 2026. */
export function on(time: string): string {
  return `2026-11-${time.replace(' ', 'T')}:00Z`
}

/**
 * What a document says, one line for each incident by id: kind, basis, start and end as "20 10:00". An incident that is unclear
 * has no end; one whose words are not known must be that rather than open.
 */
export function told(platform: Platform, document: unknown, url: string | null = null): string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const parsed = getAdapter(platform)?.parse(documentOf(text, { url, readAt: READ_AT }))
  if (parsed === undefined) throw new Error(`no adapter of ${platform}`)
  expectSoundDocument(parsed)
  return parsed.incidents
    .map((incident) => {
      const { startedAt, endedAt, basis } = spanAt(deriveSpan(incident), READ_AT)
      const isAhead = startedAt !== null && incident.kind === 'incident' && isFarAhead(startedAt, READ_AT)
      const times = [startedAt, endedAt].map((time) => time?.toISOString().slice(8, 16).replace('T', ' ') ?? '')
      return `${incident.externalId}: ${incident.kind} ${isAhead ? 'unclear' : basis} ${times.join('-')}`
    })
    .toSorted()
}
