import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import type { NormalisedDocument } from './normalise.ts'
import { doParseTask, type ParseTasks } from './parse-tasks.ts'

/**
 * Smaller documents take less than half a second, whatever they contain, and sending them to a thread costs more than
 * parsing most of them.
 */
const MIN_THREAD_BYTES = 512 * 1024
/** Processor time for one document. The largest that is accepted, 25 MB, takes a few seconds. */
const MAX_CPU_MS = 30_000
/** A document that needs more memory fails without ending the process. */
const MAX_HEAP_MB = 1_500
/** With Node's default, the process grows by 100 MB for a document of 6 MB. */
const MAX_YOUNG_MB = 8
const WATCH_MS = 250
/** After a larger document the thread is ended: it would keep more memory than starting another costs. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024

export interface ParseRequest {
  task: keyof ParseTasks
  platform: string
  document: SourceDocument
}

export type ParseAnswer =
  | { result: ParseTasks[keyof ParseTasks] }
  | { failure: { message: string; stack: string | undefined; isParseError: boolean } }

export interface ParserThread {
  ask(request: ParseRequest): Promise<ParseAnswer>
  /** Ends the thread. A pending request never gets an answer. */
  stop(): Promise<void>
}

let shared: ParserThread | undefined

/** Parses large documents in a worker thread from now on, so that the event loop stays free. */
export function parseInThread(): void {
  shared ??= createParserThread()
}

/** Parses a document with the current adapter and normalises it. Throws ParseError, and whatever else an adapter throws. */
export async function parseAndNormalise(platform: string, document: SourceDocument): Promise<NormalisedDocument> {
  return await parse('normalise', platform, document)
}

/** Parses a document without normalising it. */
export async function parseDocument(platform: string, document: SourceDocument): Promise<ParsedDocument> {
  return await parse('parsed', platform, document)
}

async function parse<Task extends keyof ParseTasks>(
  task: Task,
  platform: string,
  { bytes, url, contentType, readAt }: SourceDocument,
): Promise<ParseTasks[Task]> {
  const document = { bytes, url, contentType, readAt }
  if (shared === undefined || bytes.byteLength < MIN_THREAD_BYTES) return doParseTask(task, platform, document)
  const answer = await shared.ask({ task, platform, document })
  if ('result' in answer) return answer.result as ParseTasks[Task]
  const { message, stack, isParseError } = answer.failure
  throw isParseError ? new ParseError(message) : Object.assign(new Error(message), { stack })
}

/**
 * A thread that starts with the first request, answers one at a time, and is ended when a request takes too long; the
 * next request starts another. An idle thread does not keep the process alive.
 */
export function createParserThread({ maxCpuMs = MAX_CPU_MS } = {}): ParserThread {
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()

  function start(): Worker {
    const worker = new Worker(join(import.meta.dirname, 'parse-thread.ts'), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    })
    worker.unref()
    // The next request notices a thread that died while idle.
    worker
      .on('error', () => {})
      .once('exit', () => {
        if (thread === worker) thread = undefined
      })
    return worker
  }

  async function askNow(request: ParseRequest): Promise<ParseAnswer> {
    thread ??= start()
    const worker = thread
    worker.ref()
    const bytes = new Uint8Array(request.document.bytes)
    const asked = { ...request, document: { ...request.document, bytes } }
    // A starting thread has no figures yet.
    const startCpu = await worker.cpuUsage().then(
      ({ user }) => user,
      () => 0,
    )
    const { promise, resolve } = Promise.withResolvers<ParseAnswer>()
    const giveUp = (reason: string) => {
      if (thread === worker) thread = undefined
      resolve({ failure: { message: reason, stack: undefined, isParseError: true } })
      void worker.terminate()
    }
    const watching = setInterval(
      () => {
        const look = ({ user }: NodeJS.CpuUsage) => {
          if ((user - startCpu) / 1000 > maxCpuMs) giveUp(`The document takes more than ${maxCpuMs / 1000} s to parse.`)
        }
        worker.cpuUsage().then(look, () => {})
      },
      Math.min(WATCH_MS, maxCpuMs),
    )
    const onError = (error: Error) => giveUp(`The document cannot be read: ${error.message}.`)
    worker.once('message', resolve).once('error', onError)
    worker.postMessage(asked, [bytes.buffer])
    try {
      return await promise
    } finally {
      clearInterval(watching)
      worker.unref()
      worker.off('message', resolve).off('error', onError)
      if (request.document.bytes.byteLength > MAX_KEPT_BYTES && thread === worker) {
        thread = undefined
        await worker.terminate()
      }
    }
  }

  return {
    async ask(request) {
      const answer = last.then(() => askNow(request))
      last = answer.catch(() => {})
      return await answer
    },
    async stop() {
      await thread?.terminate()
      thread = undefined
    },
  }
}
