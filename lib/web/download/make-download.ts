import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, createGzip } from 'node:zlib'
import { BusyError } from '#lib/database/database-errors.ts'
import { createSemaphore } from '#lib/semaphore.ts'
import type { Download } from './download.ts'
import type { Spool, SpoolFile } from './spool.ts'

/** A smaller file is built in memory at once, like a page. */
const MAX_ROWS_IN_MEMORY = 500
/** One download uses a core and a database connection; a second would not finish earlier, and leave no core for pages. */
const AT_A_TIME = 1
const MAX_WAITING = 16
/** Together with the time to the first byte, less than the usual limit of proxies (60 s). */
const ACQUIRE_WITHIN_MS = 45_000
/** For one file, from its first piece to its last. Half of this time is spent yielding. */
const MAKE_WITHIN_MS = 300_000
/** Shorter pieces are collected before they are compressed. */
const PIECE_LENGTH = 32_768
/** After a slice of this length, other work gets as much time. */
const SLICE_MS = 4

/** A file on its way into the spool. */
export interface SpooledDownload {
  file: SpoolFile
  type: string
  /** Known when the file is complete. Rejects with the error that ended it; nobody may get the file then. */
  whole: Promise<{ /** sha256 of the file, in base64url. */ digest: string; identityBytes: number }>
}

export interface DownloadMaker {
  /** A small file as a whole; null for one that needs a slot. */
  collect(download: Download): Promise<Buffer | null>
  /**
   * Starts a file when a slot is free; `admit` is asked with its rows just before, and null is returned when it
   * refuses. Rejects with a BusyError when no slot becomes free in time, and with the error that prevented the file.
   */
  begin(download: Download, admit: (rows: number) => boolean): Promise<SpooledDownload | null>
  /** Running downloads, for /metrics. */
  making(): number
  /** Aborts running downloads and releases all files; resolves when nothing is left. */
  stop(): Promise<void>
}

/** Writes files of any length without holding one in memory or blocking the event loop for long. */
export function createDownloadMaker(spool: Spool): DownloadMaker {
  const semaphore = createSemaphore(AT_A_TIME, tooMany)
  const stopping = new AbortController()
  let waiting = 0
  const underWay = new Set<Promise<unknown>>()

  async function acquire(): Promise<() => void> {
    if (waiting >= MAX_WAITING) throw tooMany()
    waiting += 1
    try {
      return await semaphore.acquire(ACQUIRE_WITHIN_MS)
    } finally {
      waiting -= 1
    }
  }

  async function make(download: Download, file: SpoolFile, release: () => void) {
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(MAKE_WITHIN_MS)])
      const made = await writeCompressed(download, file, signal)
      file.end()
      return made
    } catch (error) {
      file.fail(error as Error)
      throw error
    } finally {
      release()
    }
  }

  return {
    async collect(download) {
      if (download.rows > MAX_ROWS_IN_MEMORY) return null
      const pieces: string[] = []
      await download.write(async (text) => void pieces.push(text))
      return Buffer.from(pieces.join(''))
    },
    async begin(download, admit) {
      const release = await acquire()
      try {
        stopping.signal.throwIfAborted()
        if (!admit(download.rows)) {
          release()
          return null
        }
        const file = await spool.create()
        const whole = make(download, file, release)
        underWay.add(whole)
        const leave = () => underWay.delete(whole)
        whole.then(leave, leave)
        return { file, type: download.type, whole }
      } catch (error) {
        release()
        throw error
      }
    },
    making: () => underWay.size,
    async stop() {
      stopping.abort(new Error('The site is stopping.'))
      await Promise.allSettled(underWay)
      spool.close()
    },
  }
}

function tooMany(): BusyError {
  return new BusyError('Too many large files are requested at once.')
}

async function writeCompressed(download: Download, file: SpoolFile, signal: AbortSignal) {
  const digest = createHash('sha256')
  let identityBytes = 0
  let pending = ''
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const stored = pipeline(gzip, intoFile(file), { signal })
  stored.catch(() => {})
  const giveWay = createGiveWay()

  async function flush(): Promise<void> {
    const bytes = Buffer.from(pending)
    pending = ''
    digest.update(bytes)
    identityBytes += bytes.length
    await new Promise<void>((resolve, reject) => {
      gzip.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
  }

  try {
    await download.write(async (text) => {
      signal.throwIfAborted()
      pending += text
      if (pending.length >= PIECE_LENGTH) await flush()
      await giveWay()
    })
    await flush()
    gzip.end()
    await stored
  } catch (error) {
    gzip.destroy()
    throw signal.aborted ? signal.reason : error
  }
  return { digest: digest.digest('base64url'), identityBytes }
}

function intoFile(file: SpoolFile): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      file.append(chunk).then(() => done(), done)
    },
  })
}

/** Yields this thread for as long as it has worked. */
function createGiveWay(): () => Promise<void> {
  let before = threadMs()
  return async () => {
    const worked = threadMs() - before
    if (worked < SLICE_MS) return
    await sleep(worked)
    before = threadMs()
  }
}

/** The processor time of this thread: unlike the clock, it does not advance while the database or the disk works. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
