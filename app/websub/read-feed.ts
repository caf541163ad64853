import { feedOfAll } from '#app/feed.ts'
import { stackFeed } from '#app/stack/stack-file.ts'
import { vendorFeed } from '#app/vendors/[vendor]/vendor-file.ts'
import type { FeedContent } from '#lib/alerts/websub/deliver.ts'
import { VENDOR_FEED } from '#lib/alerts/websub/topic.ts'

const answerAll = feedOfAll('atom')
const answerStack = stackFeed('atom')
const answerVendor = vendorFeed('atom')

/**
 * A feed as its route answers it, for the hub, which runs in the worker; null for one that is no more. A vendor's former address
 * leads to its present one. Throws where the feed cannot be read just now.
 */
export async function readFeed(topic: string): Promise<FeedContent | null> {
  const answer = await ask(topic)
  const moved = answer.status === 308 ? answer.headers.get('location') : null
  const { status, headers, body } = moved === null ? answer : await ask(moved)
  if (status >= 500) throw new Error(`The feed ${topic} could not be read: ${status}.`)
  if (status !== 200 || body === null) return null
  return { type: headers.get('content-type') ?? '', body: Buffer.from(await new Response(body).arrayBuffer()) }
}

async function ask(address: string): Promise<Response> {
  const request = new Request(address)
  const { pathname } = new URL(address)
  const [, vendor] = VENDOR_FEED.exec(pathname) ?? []
  if (vendor !== undefined) return await answerVendor(request, { params: Promise.resolve({ vendor }) })
  return pathname.startsWith('/stack/') ? await answerStack(request, undefined) : await answerAll(request, undefined)
}
