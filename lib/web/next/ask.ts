import { Readable } from 'node:stream'
import { inSequence } from '#lib/database/client.ts'
import { BusyError } from '#lib/database/database-errors.ts'
import { createSemaphore, type Semaphore } from '#lib/semaphore.ts'
import { measuredAs, type RenderCosts } from '#lib/web/limit/render-cost.ts'
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
/** Of one path, whatever its query: a crowd before one page, which may be the dearest of all, leaves room for the others. */
const READS_OF_ONE_PATH = 2
const ACQUIRE_WITHIN_MS = 2_000
/** A longer read is waiting for a database in trouble; visitors should not have to wait too. */
const READ_WITHIN_MS = 4_500
/** The first read of a route also loads and compiles what renders it, which takes seconds on a small or busy machine. */
const FIRST_READ_WITHIN_MS = 20_000
/** A write may wait for a worker (25 s), and for the client to send its body. */
const DO_WITHIN_MS = 150_000

/** What Next sends when a page throws before its first byte, including `notFound()`: a shell that needs a script. */
const EMPTY_SHELL = '<html id="__next_error__">'

/** Next's own route for addresses that match no other; it is rendered on the server, with the site's layout around it. */
const NOT_FOUND_ROUTE = '/_not-found'

/** Asks Next; see `askNext`. */
export type Ask = (request: RenderRequest, sink: ResponseSink) => Promise<Outcome>

/**
 * Sends requests to Next, a few reads at a time, and fewer of one path: under more load the first are answered and the others get a
 * BusyError, instead of all timing out. Measures what each read costs; a question of an agent is a read too. Makes "not found"
 * readable without a script: the answer is then the site's not-found page with status 404.
 */
export function createAsk(handleNext: HandleNext, costs: RenderCosts): Ask {
  const all = createSemaphore(READS_AT_A_TIME, refuse)
  const ofPath = createPathSemaphore(READS_OF_ONE_PATH)
  /**
   * Pages that take long, such as the whole history of the largest vendor, are rendered one after the other, and each sends its
   * statements one after the other: together they would hold up everything else.
   */
  const dear = createSemaphore(1, refuse)
  return async (request, sink) => {
    const measured = measuredAs(request.method, request.url.split('?', 1)[0] ?? '/')
    if (measured === null) return await askNext(handleNext, request, sink, DO_WITHIN_MS)
    // Whoever sends slowly must not keep others from their turn.
    const body = request.body && Readable.from(await request.body.toArray())
    const whole = { ...request, ...(body && { body }) }
    const askedAt = performance.now()
    const withinMs = costs.isFirst(measured) ? FIRST_READ_WITHIN_MS : READ_WITHIN_MS
    const patienceMs = () => withinMs - (performance.now() - askedAt)
    const waitMs = () => ACQUIRE_WITHIN_MS - (performance.now() - askedAt)
    const held: (() => void)[] = []
    try {
      held.push(await ofPath(measured, waitMs()))
      const isDear = costs.isDear(measured)
      if (isDear) held.push(await dear.acquire(waitMs()))
      held.push(await all.acquire(waitMs()))
      const render = () => askNext(handleNext, whole, sink, patienceMs())
      const outcome = await costs.measure(measured, isDear ? () => inSequence(render) : render)
      if (outcome.kind !== 'whole' || !isUnreadable404(outcome.answer)) return outcome
      const second = await askNext(handleNext, { ...request, method: 'GET', url: NOT_FOUND_ROUTE }, sink, patienceMs())
      return second.kind === 'whole' && second.answer.status === 404 ? second : outcome
    } finally {
      for (const release of held) release()
    }
  }
}

function refuse(): BusyError {
  return new BusyError('Too many pages are being rendered at once.')
}

/** Waits for one of `places` of a path, and gives back what frees it. Paths that nobody asks for are forgotten. */
function createPathSemaphore(places: number): (path: string, withinMs: number) => Promise<() => void> {
  const paths = new Map<string, { semaphore: Semaphore; users: number }>()
  return async (path, withinMs) => {
    const entry = paths.get(path) ?? { semaphore: createSemaphore(places, refuse), users: 0 }
    paths.set(path, entry)
    entry.users += 1
    const leave = () => {
      entry.users -= 1
      if (entry.users === 0) paths.delete(path)
    }
    try {
      const free = await entry.semaphore.acquire(withinMs)
      return () => {
        free()
        leave()
      }
    } catch (error) {
      leave()
      throw error
    }
  }
}

function isUnreadable404({ status, body }: Answer): boolean {
  return status === 404 && body.subarray(0, 200).includes(EMPTY_SHELL)
}
