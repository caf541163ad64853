import { getEnv } from '#lib/env.ts'
import type { ToldEvent } from './load-messages.ts'
import type { DigestMessage } from './message.ts'

/** More lines than this are counted. */
const MAX_LINES = 20

/** One message of several events, given in their order: the latest of each incident. `count`: of all, where some are not given. */
export function toDigest(id: string, events: readonly ToldEvent[], count: number, now: Date): DigestMessage {
  const latest = new Map<string, ToldEvent>()
  for (const event of events) {
    const key = event.incident?.id ?? `${event.vendor.slug} ${event.subject}`
    latest.delete(key)
    latest.set(key, event)
  }
  const lines = [...latest.values()].slice(-MAX_LINES)
  return {
    type: 'digest',
    id,
    at: now,
    count,
    lines: lines.map(({ what, vendor, incident }) => ({
      what,
      vendor: vendor.name,
      title: incident?.title ?? '',
      url: incident?.url ?? vendor.url,
      impact: incident?.impact ?? null,
    })),
    more: latest.size - lines.length,
    url: getEnv().PUBLIC_URL,
  }
}
