import { createFetcher } from '#lib/fetch/fetch-document.ts'
import { replaceFetcher } from '#lib/fetch/read-address.ts'

/** A worker like bin/worker.ts with a fetch timeout of seconds, for tests that wait for it. */

replaceFetcher(
  createFetcher({
    allowCidrs: (process.env.FETCH_ALLOW_CIDRS ?? '').split(','),
    userAgent: 'OutageHistory/1 (test)',
    totalTimeoutMs: Number(process.env.EXCHANGE_MS),
  }),
)
await import('#bin/worker.ts')
