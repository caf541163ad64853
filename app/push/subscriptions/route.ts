import { z } from 'zod'
import { parseInput, readJson } from '#app/api/v1/request.ts'
import { limitVisitors } from '#app/visitor-limit.ts'
import { browserSchema, readBrowser } from '#lib/alerts/push/browser.ts'
import { getVapidKeys } from '#lib/alerts/push/keys.ts'
import { subscribe, unsubscribe } from '#lib/alerts/push/subscriptions.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { MAX_STACKED } from '#lib/url/vendor-choice.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'
import { SUBSCRIPTION_BYTES } from '#lib/web/limit/body-limit.ts'

export const dynamic = 'force-dynamic'

const waitSeconds = limitVisitors(40, 20)

const vendors = z.array(z.string().max(100)).max(MAX_STACKED)
const incidents = z.array(z.string().max(20).toLowerCase()).max(MAX_STACKED)
const subscribing = z.strictObject({
  subscription: browserSchema,
  /** The endpoint that the browser had before. */
  replaces: z.string().max(1_000).nullable().default(null),
  vendors: vendors.default([]),
  incidents: incidents.default([]),
})
const unsubscribing = z.strictObject({
  endpoint: z.string().max(1_000),
  /** Without either, the browser is told of nothing any more. */
  vendors: vendors.optional(),
  incidents: incidents.optional(),
})

/** The public key that a browser's subscription is made for. */
export const GET = handleApi(async () => Response.json({ publicKey: (await getVapidKeys()).publicKey }))

/**
 * Adds to what a reader's browser is told of, and answers with all of it. Who the reader is stays unknown: no cookie is read. Pages
 * ask with nothing to add, to show what is so.
 */
export const POST = handleApi(async (request: Request) => {
  const { subscription, replaces, ...interests } = parseInput(subscribing, await readOwn(request))
  const changes = replaces !== null || interests.vendors.length + interests.incidents.length > 0
  if (changes) checkLimit(request)
  return Response.json(await subscribe(readBrowser(subscription), interests, replaces))
})

/** Takes from it, and answers with the rest. Only the browser itself knows its endpoint. */
export const DELETE = handleApi(async (request: Request) => {
  const { endpoint, vendors, incidents } = parseInput(unsubscribing, await readOwn(request))
  checkLimit(request)
  const isAll = vendors === undefined && incidents === undefined
  return Response.json(
    await unsubscribe(endpoint, isAll ? null : { vendors: vendors ?? [], incidents: incidents ?? [] }),
  )
})

function checkLimit(request: Request): void {
  const wait = waitSeconds(request)
  if (wait === 0) return
  const detail = 'Your network changes subscriptions too often. Wait a minute, then try again.'
  throw problem(429, { code: 'rate_limited', detail }, { 'retry-after': String(wait) })
}

/** The body of a request that a page of this site, or its service worker, sends. */
async function readOwn(request: Request): Promise<unknown> {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin')
    throw new InvalidInputError('Only pages of this site may change what a browser is told of.')
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new InvalidInputError('Send JSON, with the header "Content-Type: application/json".')
  return await readJson(request, SUBSCRIPTION_BYTES)
}
