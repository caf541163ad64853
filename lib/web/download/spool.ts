import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BusyError } from '#lib/database/database-errors.ts'

const READ_BYTES = 64 * 1024

/** Disk space for files that are written while they are read. */
export interface Spool {
  /** Throws BusyError when no room is left. */
  create(): Promise<SpoolFile>
  /** The size of all files that are still held or read. */
  bytes(): number
  /** Releases all files. */
  close(): void
}

/** A file that is written once, read by any number of readers at any pace, and deleted when nobody needs it. */
export interface SpoolFile {
  bytes(): number
  append(chunk: Buffer): Promise<void>
  /** Nothing more comes. */
  end(): void
  /** The file will never be complete: its readers fail. */
  fail(error: Error): void
  /** Reads from the beginning and follows what is still being written. */
  read(): Readable
  /** Present readers may finish; then the file is deleted. */
  release(): void
}

/**
 * A spool in a folder, which is created on first use. Its files are unlinked once they are open, so that the system
 * removes them however this process ends.
 */
export function createSpool(folder: string, maxBytes: number): Spool {
  const files = new Set<SpoolFile>()
  let bytes = 0

  async function openNameless(): Promise<FileHandle> {
    await mkdir(folder, { recursive: true })
    const path = join(folder, `download-${randomUUID()}`)
    const handle = await open(path, 'wx+')
    await unlink(path)
    return handle
  }

  return {
    bytes: () => bytes,
    async create() {
      if (bytes >= maxBytes) throw new BusyError('The disk space for downloads is used up.')
      const handle = await openNameless()
      const file = createSpoolFile(handle, {
        grow(by) {
          if (bytes + by > maxBytes) throw new BusyError('The disk space for downloads is used up.')
          bytes += by
        },
        shrink(by) {
          bytes -= by
        },
        onClosed: () => files.delete(file),
      })
      files.add(file)
      return file
    },
    close() {
      for (const file of files) file.release()
    },
  }
}

function createSpoolFile(
  handle: FileHandle,
  account: { grow(by: number): void; shrink(by: number): void; onClosed(): void },
): SpoolFile {
  let size = 0
  let state: 'growing' | 'whole' | Error = 'growing'
  let isReleased = false
  let isClosed = false
  let readers = 0
  let grown = Promise.withResolvers<void>()

  function tellReaders(): void {
    grown.resolve()
    grown = Promise.withResolvers()
  }

  function closeIfUnused(): void {
    if (!isReleased || isClosed || readers > 0) return
    isClosed = true
    account.shrink(size)
    account.onClosed()
    handle.close().catch(() => {})
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    for (let position = 0; ; ) {
      if (state instanceof Error) throw state
      if (position < size) {
        const { buffer, bytesRead } = await handle.read({
          buffer: Buffer.allocUnsafe(Math.min(READ_BYTES, size - position)),
          position,
        })
        if (bytesRead === 0) throw new Error('A spooled file is shorter than was written.')
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      } else if (state === 'whole') return
      else await grown.promise
    }
  }

  return {
    bytes: () => size,
    async append(chunk) {
      for (let done = 0; done < chunk.length; ) {
        account.grow(chunk.length - done)
        const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, size).catch((error) => {
          account.shrink(chunk.length - done)
          throw error
        })
        account.shrink(chunk.length - done - bytesWritten)
        size += bytesWritten
        done += bytesWritten
      }
      tellReaders()
    },
    end() {
      state = 'whole'
      tellReaders()
    },
    fail(error) {
      state = error
      tellReaders()
    },
    read() {
      readers += 1
      const stream = Readable.from(chunks(), { objectMode: false, highWaterMark: READ_BYTES })
      stream.once('close', () => {
        readers -= 1
        closeIfUnused()
      })
      return stream
    },
    release() {
      if (isReleased) return
      isReleased = true
      // A reader that has just received the file has not started yet.
      setImmediate(closeIfUnused)
    },
  }
}
