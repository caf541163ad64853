import { pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { filterToQuery, HISTORY_PARAMETERS, parseHistoryFilter, unknownParameters } from '#lib/url/filter.ts'
import { choicePath, vendorPath } from '#lib/url/path.ts'
import { MAX_STACKED, parseVendorChoice } from '#lib/url/vendor-choice.ts'

/** An Atom feed of this site that a hub can distribute. */
export interface Topic {
  /** As the feed's rel=self has it. */
  address: string
  /** The slugs of its vendors; null for all vendors. */
  vendors: string[] | null
}

/** The path of a vendor's feed, with its slug. */
export const VENDOR_FEED = /^\/vendors\/([^/]+)\/feed\.atom$/
const FILE = 'feed.atom'

/**
 * The topic of an address, under whatever name it asks for its vendors and filters; null for what is no Atom feed of this site, or
 * one that never changes: a page further back, or the feed as of a past moment. Throws InvalidInputError for an unusable filter.
 */
export function readTopic(text: string, now: Date): Topic | null {
  const base = getEnv().PUBLIC_URL
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.origin !== base || url.hash !== '') return null
  const { pathname, searchParams } = url
  const filter = parseHistoryFilter(searchParams, now)
  if (filter.cursor !== null || filter.asOf !== null) return null
  const query = filterToQuery(filter)
  const isStack = pathname === `/stack/${FILE}`
  if (unknownParameters(searchParams, [...HISTORY_PARAMETERS, ...(isStack ? ['vendors'] : [])]).length > 0) return null
  if (isStack) {
    const vendors = parseVendorChoice(searchParams.getAll('vendors'), MAX_STACKED)
    return vendors.length === 0 ? null : { address: base + choicePath(`/stack/${FILE}`, vendors, query), vendors }
  }
  const suffix = query === '' ? '' : `?${query}`
  if (pathname === `/${FILE}`) return { address: `${base}/${FILE}${suffix}`, vendors: null }
  const [, slug] = VENDOR_FEED.exec(pathname) ?? []
  return slug === undefined ? null : { address: `${base}${vendorPath(slug)}/${FILE}${suffix}`, vendors: [slug] }
}

/** The topic to subscribe to. Throws InvalidInputError for an address that is none, or that is not the feed's own. */
export async function findTopic(text: string, now: Date): Promise<Topic> {
  const topic = readTopic(text, now)
  if (topic === null)
    throw new InvalidInputError(
      `hub.topic: ${text.slice(0, 300)} is not an Atom feed of this site. Take the address that a feed gives as rel="self".`,
      'hub.topic',
    )
  if (topic.vendors !== null && !(await hasVendor(topic.vendors)))
    throw new InvalidInputError(`hub.topic: There is no vendor "${topic.vendors.join('", "')}".`, 'hub.topic')
  if (topic.address !== text)
    throw new InvalidInputError(
      `hub.topic: This feed's own address is ${topic.address}. Subscribe to that.`,
      'hub.topic',
    )
  return topic
}

async function hasVendor(slugs: string[]): Promise<boolean> {
  const { rowCount } = await pool().query<{ one: number }>(
    'select 1 as one from vendors where slug = any($1) limit 1',
    [slugs],
  )
  return rowCount === 1
}
