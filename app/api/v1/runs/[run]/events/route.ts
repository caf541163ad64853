import { NotFoundError } from '#lib/domain/errors.ts'
import { getRun } from '#lib/queries/runs.ts'
import { handleApi } from '#lib/web/problem.ts'
import { knownParameters, requireScope } from '../../../request.ts'

export const dynamic = 'force-dynamic'

const INTERVAL_MS = 500

/** The run as server-sent events: at once, at every change, and a last time when it has ended; then the stream closes. */
export const GET = handleApi(async (request: Request, { params }: { params: Promise<{ run: string }> }) => {
  await requireScope(request, 'read')
  knownParameters(request, [])
  const { run: id } = await params
  if ((await getRun(id)) === null) throw new NotFoundError(`There is no run "${id}".`)
  const encoder = new TextEncoder()
  let last = ''
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const run = await getRun(id)
        const text = JSON.stringify(run)
        const ended = run === null || run.finishedAt !== null || request.signal.aborted
        if (text !== last) {
          last = text
          controller.enqueue(encoder.encode(`data: ${text}\n\n`))
          if (ended) controller.close()
          return
        }
        if (ended) return controller.close()
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS))
      }
    },
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' },
  })
})
