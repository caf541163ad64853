import { BusyError } from '#lib/database/database-errors.ts'
import { createSemaphore } from '#lib/semaphore.ts'
import type { RenderCosts } from '#lib/web/limit/render-cost.ts'
import {
  type Answer,
  askNext,
  type HandleNext,
  type Outcome,
  type RenderRequest,
  type ResponseSink,
} from './next-exchange.ts'

/** One and a half times the pool's connections: more concurrent renders would only compete for the database. */
const READS_AT_A_TIME = 12
const ACQUIRE_WITHIN_MS = 2_000
/** A longer read is waiting for a database in trouble; visitors should not have to wait too. */
const READ_WITHIN_MS = 4_500
/** A write may wait for a worker (25 s), and for the client to send its body. */
const DO_WITHIN_MS = 150_000

/** What Next sends when a page throws before its first byte, including `notFound()`: a shell that needs a script. */
const EMPTY_SHELL = '<html id="__next_error__">'

/** Next's own route for addresses that match no other; it is rendered on the server, with the site's layout around it. */
const NOT_FOUND_ROUTE = '/_not-found'

/** Asks Next; see `askNext`. */
export type Ask = (request: RenderRequest, sink: ResponseSink) => Promise<Outcome>

/**
 * Sends requests to Next, a few reads at a time: under more load the first are answered and the others get a BusyError,
 * instead of all timing out. Measures what each read costs. Makes "not found" readable without a script: the answer is then the site's not-found page
 * with status 404.
 */
export function createAsk(handleNext: HandleNext, costs: RenderCosts): Ask {
  const semaphore = createSemaphore(READS_AT_A_TIME, () => new BusyError('Too many pages are being rendered at once.'))
  return async (request, sink) => {
    if (!isRead(request)) return await askNext(handleNext, request, sink, DO_WITHIN_MS)
    const askedAt = performance.now()
    const patienceMs = () => READ_WITHIN_MS - (performance.now() - askedAt)
    const release = await semaphore.acquire(ACQUIRE_WITHIN_MS)
    try {
      const path = request.url.split('?', 1)[0] ?? '/'
      const outcome = await costs.measure(path, () => askNext(handleNext, request, sink, patienceMs()))
      if (outcome.kind !== 'whole' || !isUnreadable404(outcome.answer)) return outcome
      const second = await askNext(handleNext, { ...request, method: 'GET', url: NOT_FOUND_ROUTE }, sink, patienceMs())
      return second.kind === 'whole' && second.answer.status === 404 ? second : outcome
    } finally {
      release()
    }
  }
}

function isRead({ method }: RenderRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function isUnreadable404({ status, body }: Answer): boolean {
  return status === 404 && body.subarray(0, 200).includes(EMPTY_SHELL)
}
