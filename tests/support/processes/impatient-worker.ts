import { createFetcher } from '#lib/fetch/fetch-document.ts'
import { replaceFetcher } from '#lib/fetch/read-address.ts'

/** A worker as bin/worker.ts starts one, which gives an exchange the seconds that a test waits for instead of the usual twenty. */

replaceFetcher(
  createFetcher({
    allowCidrs: (process.env.FETCH_ALLOW_CIDRS ?? '').split(','),
    userAgent: 'OutageHistory/1 (test)',
    totalTimeoutMs: Number(process.env.EXCHANGE_MS),
  }),
)
await import('#bin/worker.ts')
