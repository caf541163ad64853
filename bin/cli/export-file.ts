import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, type Readable, type Writable } from 'node:stream'
import zlib from 'node:zlib'
import { InvalidInputError } from '#lib/domain/errors.ts'

export interface ExportFile {
  /**
   * The contents of the file, decompressed if it starts as gzip or zstd. Throws InvalidInputError when it cannot be
   * read.
   */
  chunks: AsyncIterable<Uint8Array>
  /** "43 % of the file read"; empty for a pipe. */
  progress(): string
  close(): void
}

/** Opens an export for reading. Throws InvalidInputError for an unreadable file. */
export async function openExportFile(path: string): Promise<ExportFile> {
  const { size } = await stat(path).catch((error) => {
    throw new InvalidInputError(`Cannot read ${path}: ${describe(error)}.`)
  })
  const file = createReadStream(path)
  await once(file, 'readable').catch((error) => {
    throw new InvalidInputError(`Cannot read ${path}: ${describe(error)}.`)
  })
  const start: Buffer | null = file.read(4)
  if (start !== null) file.unshift(start)
  const decompressor = createDecompressor(start?.toString('hex') ?? '')
  const stream: Readable = decompressor === null ? file : pipeline(file, decompressor, () => {})
  return {
    chunks: orSay(stream, path),
    progress: () => (size === 0 ? '' : `${Math.floor((100 * file.bytesRead) / size)} % of the file read`),
    close: () => {
      stream.destroy()
      file.destroy()
    },
  }
}

/** Creates a file at `path`, compressed by the extension of `name`. `finish` waits until everything is on disk. */
export async function createExportFile(
  path: string,
  name: string,
): Promise<{ sink: Writable; finish(): Promise<void> }> {
  const handle = await open(path, 'w', 0o600).catch((error) => {
    throw new InvalidInputError(`Cannot write ${path}: ${describe(error)}.`)
  })
  const file = createWriteStream(path, { fd: handle, flush: true })
  const compressor = createCompressor(name)
  const written = Promise.withResolvers<void>()
  const done = (error?: Error | null) => (error ? written.reject(error) : written.resolve())
  if (compressor === null) file.once('error', done).once('close', () => done())
  else pipeline(compressor, file, done)
  // The writer gets this error from the sink as well.
  written.promise.catch(() => {})
  const sink = compressor ?? file
  return {
    sink,
    async finish() {
      sink.end()
      await written.promise
    },
  }
}

function createCompressor(name: string): zlib.Gzip | zlib.ZstdCompress | null {
  if (name.endsWith('.gz')) return zlib.createGzip()
  return name.endsWith('.zst') ? zlib.createZstdCompress() : null
}

/** Detected by the first bytes, whatever the file's name. */
function createDecompressor(start: string): zlib.Gunzip | zlib.ZstdDecompress | null {
  if (start.startsWith('1f8b')) return zlib.createGunzip()
  return start === '28b52ffd' ? zlib.createZstdDecompress() : null
}

async function* orSay(stream: Readable, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (!/^(Z_|ZSTD_|E[A-Z]+$)/.test(code)) throw error
    const reason = code.startsWith('Z') ? 'the compressed data is truncated or damaged' : describe(error)
    throw new InvalidInputError(`Cannot read ${path} to the end: ${reason}.`)
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'the path is a folder',
  ENOSPC: 'the disk is full',
}

function describe(error: unknown): string {
  const { code = '', message } = error as { code?: string; message: string }
  return REASONS[code] ?? message
}
