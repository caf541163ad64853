import { type IncomingHttpHeaders, IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import type { Download } from '#lib/web/download/download.ts'
import { createDrawnParts } from './drawn-parts.ts'
import { type Note, withRenderNote } from './render-errors.ts'

/** Next's request handler, or anything that answers like it. */
export type HandleNext = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface RenderRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  /** The body, already limited in size; absent for none. */
  body?: Readable
  /** Whether parts of a page may be drawn beside Next, which only a page without the framework's script can have. */
  drawsParts?: boolean
}

/** A whole response. Header names are in lower case. */
export interface Answer {
  status: number
  headers: OutgoingHttpHeaders
  body: Buffer
}

export interface ResponseSink {
  /** How many bytes of a body with this head may be collected in memory; 0 to send it on at once. */
  collectBytes(status: number, headers: OutgoingHttpHeaders): number
  /** Returns the stream for a body that is not collected. If absent, such a body is refused and the render ended. */
  open?(status: number, headers: OutgoingHttpHeaders): Writable
  /** Aborts the render. */
  signal: AbortSignal
}

export type Outcome =
  /** `download`: the body, still to be written, of an answer without one. */
  | { kind: 'whole'; answer: Answer; error: unknown; download: Download | null }
  /** The body goes to the stream that was opened. */
  | { kind: 'sent on' }
  | { kind: 'too large' }

/**
 * Sends Next a synthetic request and response, so that a render does not depend on a visitor's connection: it can be
 * shared, cached and run in the background, and Next sees only what `renderRequest` contains. `error` in the outcome is
 * what Next reported of a failed render (see render-errors.ts). Rejects with the signal's reason when it is aborted
 * before the outcome is known, with a TimeoutError when Next has not begun to answer within `patienceMs`, and with
 * whatever the handler throws.
 */
export async function askNext(
  handleNext: HandleNext,
  renderRequest: RenderRequest,
  sink: ResponseSink,
  patienceMs: number,
): Promise<Outcome> {
  const parts = renderRequest.drawsParts === true ? createDrawnParts() : null
  const note: Note = { error: null, status: null, download: null, parts }
  const request = makeRequest(renderRequest)
  const response = new CollectedResponse(request, sink)
  const abort = () => response.destroy(sink.signal.reason)
  if (sink.signal.aborted) throw sink.signal.reason
  sink.signal.addEventListener('abort', abort, { once: true })
  const deadline = setTimeout(() => {
    if (!response.headersSent)
      response.destroy(new DOMException('Next has not started to answer in time.', 'TimeoutError'))
  }, patienceMs)
  try {
    withRenderNote(note, () => handleNext(request, response)).catch((error: unknown) =>
      response.destroy(asError(error)),
    )
    const outcome = await response.outcome
    if (outcome.kind !== 'whole') return outcome
    const status = outcome.answer.status === 200 ? (note.status ?? 200) : outcome.answer.status
    const body = parts?.fill(outcome.answer.body) ?? outcome.answer.body
    return { ...outcome, answer: { ...outcome.answer, status, body }, error: note.error, download: note.download }
  } finally {
    clearTimeout(deadline)
    // A connection that the render opened keeps the note for as long as it lives.
    note.parts = null
    // A long-lived signal would otherwise retain the body; a body that is still being sent has its visitor's own
    // signal.
    if (response.writableEnded) sink.signal.removeEventListener('abort', abort)
  }
}

function makeRequest({ method, url, headers, body }: RenderRequest): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.method = method
  request.url = url
  request.httpVersion = '1.1'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.headers = headers
  request.rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, one]),
  )
  if (body === undefined) {
    request.complete = true
    request.push(null)
    return request
  }
  request._read = () => void body.resume()
  body.on('data', (chunk) => {
    if (!request.push(chunk)) body.pause()
  })
  body.once('end', () => {
    request.complete = true
    request.push(null)
  })
  body.once('error', (error) => request.destroy(error))
  body.pause()
  return request
}

class CollectedResponse extends ServerResponse {
  readonly outcome: Promise<Outcome>
  readonly #settle: { resolve(outcome: Outcome): void; reject(error: Error): void }
  readonly #sink: ResponseSink
  #chunks: Buffer[] = []
  #bytes = 0
  #limit = 0
  #out: Writable | null = null

  constructor(request: IncomingMessage, sink: ResponseSink) {
    super(request)
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    this.outcome = promise
    this.#settle = { resolve, reject }
    this.#sink = sink
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    // Set one by one, because headers given to `writeHead` cannot be read back.
    for (const [name, value] of headerPairs(rest.at(-1))) this.setHeader(name, value)
    this.statusCode = status
    super.writeHead(status)
    this.#limit = this.#sink.collectBytes(status, this.getHeaders())
    if (this.#limit === 0) this.#sendOn()
    return this
  }

  override flushHeaders(): void {
    if (!this.headersSent) this.writeHead(this.statusCode)
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    if (this.destroyed) return false
    this.flushHeaders()
    const accepted = this.#accept(asBuffer(chunk, rest[0]))
    callLast(rest)
    return accepted
  }

  override end(...rest: unknown[]): this {
    if (this.writableEnded || this.destroyed) return this
    this.flushHeaders()
    const [chunk, encoding] = rest
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') this.#accept(asBuffer(chunk, encoding))
    if (this.destroyed) return this
    this.finished = true
    if (this.#out !== null) this.#out.end()
    else this.#settle.resolve({ kind: 'whole', answer: this.#answer(), error: null, download: null })
    process.nextTick(() => {
      this.emit('finish')
      this.emit('close')
      callLast(rest)
    })
    return this
  }

  override destroy(error?: Error): this {
    if (this.destroyed || this.writableEnded) return this
    super.destroy(error)
    this.#chunks = []
    this.#out?.destroy(error)
    this.#settle.reject(error ?? new Error('The render was ended before it had answered.'))
    process.nextTick(() => this.emit('close'))
    return this
  }

  #answer(): Answer {
    const body = Buffer.concat(this.#chunks)
    this.#chunks = []
    return { status: this.statusCode, headers: this.getHeaders(), body }
  }

  #accept(bytes: Buffer): boolean {
    if (this.#out !== null) return this.#out.write(bytes)
    this.#chunks.push(bytes)
    this.#bytes += bytes.length
    if (this.#bytes > this.#limit) this.#sendOn()
    return true
  }

  #sendOn(): void {
    const out = this.#sink.open?.(this.statusCode, this.getHeaders())
    if (out === undefined) {
      this.#settle.resolve({ kind: 'too large' })
      this.destroy()
      return
    }
    this.#out = out
    out.on('drain', () => this.emit('drain'))
    for (const chunk of this.#chunks) out.write(chunk)
    this.#chunks = []
    this.#settle.resolve({ kind: 'sent on' })
  }
}

function headerPairs(headers: unknown): [string, string | number | readonly string[]][] {
  if (typeof headers !== 'object' || headers === null) return []
  if (!Array.isArray(headers)) return Object.entries(headers).filter(([, value]) => value !== undefined)
  if (Array.isArray(headers[0])) return headers
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[index * 2], headers[index * 2 + 1]])
}

function asBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  throw new TypeError('A response body is made of text or bytes.')
}

function callLast(rest: unknown[]): void {
  const last = rest.at(-1)
  if (typeof last === 'function') process.nextTick(last as () => void)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
