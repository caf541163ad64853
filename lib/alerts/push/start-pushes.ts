import { type DueWork, workOffDue } from '#lib/alerts/due-work.ts'
import { pool } from '#lib/database/client.ts'
import { getEnv } from '#lib/env.ts'
import { createSender } from '#lib/fetch/send-request.ts'
import { ownUserAgent } from '#lib/fetch/user-agent.ts'
import { log } from '#lib/log.ts'
import { deliverPush, takeDuePushes } from './deliver.ts'
import { queueOver } from './queue.ts'

/** They mostly wait for the push service. */
const CONCURRENCY = 16
/** How often it looks for incidents that ended without an event. */
const LOOK_MS = 60_000

/** Sends readers' browsers what they want to be told of, until stopped. */
export function startPushes(): DueWork {
  const sender = createSender({
    // Only endpoints at known push services, and those that the operator names, are ever stored.
    allowCidrs: getEnv().FETCH_ALLOW_CIDRS,
    setting: 'FETCH_ALLOW_CIDRS',
    userAgent: ownUserAgent(),
  })
  const working = workOffDue({
    name: 'push messages',
    concurrency: CONCURRENCY,
    take: takeDuePushes,
    work: (push) => deliverPush(push, sender),
  })
  const look = () => {
    queueOver(pool(), null).catch((error) => log.warn({ err: error }, 'the ends of incidents could not be looked up'))
  }
  const looking = setInterval(look, LOOK_MS)
  return {
    async stop() {
      clearInterval(looking)
      await working.stop()
      await sender.destroy()
    },
  }
}
