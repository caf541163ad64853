import { offeredDownload } from './render-errors.ts'

/** A file of any length, which is not made before somebody has a turn for it. */
export interface Download {
  /** Rows of the database that it is made from: what it costs. */
  rows: number
  /** Its Content-Type. */
  type: string
  /**
   * Makes the file, from its beginning to its end, a piece at a time: the next one once `take` has resolved. When `take`
   * rejects, nobody wants the file any more, and neither does this.
   */
  write(take: (text: string) => Promise<void>): Promise<void>
}

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
