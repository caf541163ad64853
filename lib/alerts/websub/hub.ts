import { getEnv } from '#lib/env.ts'
import { readTopic } from './topic.ts'

export const HUB_PATH = '/websub'

/** Whether this site is its own hub. */
export function isOwnHub(): boolean {
  return getEnv().WEBSUB_HUB === null
}

/** The hub of another operator that this site tells of changes; null for none. */
export function otherHub(): string | null {
  const { WEBSUB_HUB } = getEnv()
  return WEBSUB_HUB === null || WEBSUB_HUB === 'off' ? null : WEBSUB_HUB
}

/** The address of this site's own hub. */
export function ownHub(): string {
  return getEnv().PUBLIC_URL + HUB_PATH
}

/**
 * The hub where a feed can be subscribed to, by the feed's own address; null for none. Another operator's hub learns of changes only
 * of the feeds that `topicsOf` lists: nobody knows which others it has subscribers for.
 */
export function hubOf(feedUrl: string, now: Date): string | null {
  const topic = readTopic(feedUrl, now)
  if (topic === null) return null
  if (isOwnHub()) return ownHub()
  return topicsOf(topic.vendors ?? []).includes(feedUrl) ? otherHub() : null
}

/** The feeds, without a filter, in which these vendors are: of all vendors, and each one's own. */
export function topicsOf(slugs: readonly string[]): string[] {
  const base = getEnv().PUBLIC_URL
  return [`${base}/feed.atom`, ...slugs.map((slug) => `${base}/vendors/${slug}/feed.atom`)]
}
