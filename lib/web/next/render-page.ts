import type { PageAddress } from '#lib/web/cache/page-address.ts'
import type { MayMake, PageCacheOptions } from '#lib/web/cache/page-cache.ts'
import { contentType } from '#lib/web/cache/send-answer.ts'
import type { DownloadMaker } from '#lib/web/download/make-download.ts'
import { renderDownload } from '#lib/web/download/render-download.ts'
import { failureOf, failureOfAnswer, isStatement, logFailure } from '#lib/web/failure/failure.ts'
import { renderHeaders } from '#lib/web/limit/inbound-headers.ts'
import { isHtml } from '#lib/web/policy/security-headers.ts'
import type { Ask } from './ask.ts'
import { isUnfinished } from './document.ts'
import type { Answer } from './next-exchange.ts'

/** Longer bodies are sent to each visitor separately, without a copy in memory. */
const MAX_SHARED_BYTES = 8_000_000
/** For a whole long export after its start. */
const RENDER_TIMEOUT_MS = 30_000
const MAX_REMEMBERED = 1_000

export interface RenderPageOptions {
  ask: Ask
  /** Turns a rendered page into the one that is sent. */
  arrange(page: Answer): Answer
  publicUrl: URL
  isDatabaseAway(): boolean
  downloads: DownloadMaker
}

/** Renders shared pages: without headers of any visitor, and independent of any connection. */
export function createRenderPage({
  ask,
  arrange,
  publicUrl,
  isDatabaseAway,
  downloads,
}: RenderPageOptions): PageCacheOptions['render'] {
  const tooLarge = new Set<string>()

  return async (address: PageAddress, mayMake: MayMake) => {
    if (tooLarge.has(address.key)) return { kind: 'too large' }
    const request = { method: 'GET', url: address.key, headers: renderHeaders(publicUrl) }
    try {
      const sink = { signal: AbortSignal.timeout(RENDER_TIMEOUT_MS), collectBytes: () => MAX_SHARED_BYTES }
      const drawn = await ask({ ...request, drawsParts: true }, sink)
      // Next's script, which has to finish such a page, would put the empty marks back in place of the parts.
      const outcome = drawn.kind === 'whole' && isUnfinished(drawn.answer) ? await ask(request, sink) : drawn
      if (outcome.kind !== 'whole' || outcome.answer.body.length > MAX_SHARED_BYTES) {
        if (tooLarge.size >= MAX_REMEMBERED) tooLarge.clear()
        tooLarge.add(address.key)
        return { kind: 'too large' }
      }
      const { answer, error, download } = outcome
      if (download !== null) return await renderDownload(downloads, answer, download, mayMake)
      if (answer.status < 500 || isStatement(answer)) {
        return { kind: 'answer', answer: isHtml(contentType(answer)) ? arrange(answer) : answer }
      }
      return { kind: 'failed', failure: failureOfAnswer(answer, error, isDatabaseAway()) }
    } catch (error) {
      logFailure(error, { path: address.path })
      return { kind: 'failed', failure: isDatabaseAway() ? 'away' : failureOf(error) }
    }
  }
}
