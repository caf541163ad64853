import { offeredDownload } from '#lib/web/next/render-errors.ts'
import type { Download } from './download.ts'

/**
 * To be answered with by a route handler. The HTTP layer around Next makes the file when its turn has come, once for all who
 * ask for it; the response is no more than a sign of it. Without that layer (`npm run dev`) the response makes it.
 */
export function answerWithDownload(download: Download): Response {
  const headers = { 'content-type': download.type }
  if (offeredDownload(download)) return new Response(null, { headers })
  const { readable, writable } = new TransformStream<string, string>()
  const writer = writable.getWriter()
  download
    .write((text) => writer.write(text))
    .then(
      () => writer.close(),
      (error) => writer.abort(error),
    )
    .catch(() => {})
  return new Response(readable.pipeThrough(new TextEncoderStream()), { headers })
}
