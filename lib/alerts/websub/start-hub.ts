import { type DueWork, workOffDue } from '#lib/alerts/due-work.ts'
import { getEnv } from '#lib/env.ts'
import { createSender } from '#lib/fetch/send-request.ts'
import { ownUserAgent } from '#lib/fetch/user-agent.ts'
import { deliverFeed, type ReadFeed, takeDueDeliveries } from './deliver.ts'
import { takeDueRequests, verifyRequest } from './verify.ts'

const DELIVERIES_AT_ONCE = 16
const REQUESTS_AT_ONCE = 8

/** Verifies subscribers and sends them the feeds that change, until stopped. */
export function startHub(readFeed: ReadFeed): DueWork {
  const sender = createSender({
    allowCidrs: getEnv().WEBSUB_ALLOW_CIDRS,
    setting: 'WEBSUB_ALLOW_CIDRS',
    userAgent: ownUserAgent(),
  })
  const requests = ofHosts('requests of WebSub subscribers', REQUESTS_AT_ONCE, takeDueRequests, (request) =>
    verifyRequest(request, sender),
  )
  const deliveries = ofHosts(
    'feeds for WebSub subscribers',
    DELIVERIES_AT_ONCE,
    (most, busy) => takeDueDeliveries(most, busy, readFeed),
    (delivery) => deliverFeed(delivery, sender),
  )
  return {
    async stop() {
      await Promise.all([requests.stop(), deliveries.stop()])
      await sender.destroy()
    },
  }
}

/** A host gets no more until it has answered what was sent to it: one that hangs must not hold up the others. */
function ofHosts<Item extends { host: string }>(
  name: string,
  concurrency: number,
  take: (most: number, busyHosts: string[]) => Promise<Item[]>,
  work: (item: Item) => Promise<void>,
): DueWork {
  const busy = new Map<string, number>()
  const count = (host: string, by: number) => {
    const left = (busy.get(host) ?? 0) + by
    if (left > 0) busy.set(host, left)
    else busy.delete(host)
  }
  return workOffDue<Item>({
    name,
    concurrency,
    take: (most) => take(most, [...busy.keys()]),
    async work(item) {
      count(item.host, 1)
      try {
        await work(item)
      } finally {
        count(item.host, -1)
      }
    },
  })
}
