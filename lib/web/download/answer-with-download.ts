import { offeredDownload } from '#lib/web/next/render-errors.ts'
import type { Download } from './download.ts'

/**
 * Returned by a route handler. The HTTP layer around Next writes the file, one at a time and once for everybody who
 * requests it; the response only refers to it. Without that layer (`npm run dev`), the response writes the file itself.
 */
export function answerWithDownload(download: Download): Response {
  const headers = {
    'content-type': download.type,
    ...(download.name !== undefined && { 'content-disposition': `attachment; filename="${download.name}"` }),
  }
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
