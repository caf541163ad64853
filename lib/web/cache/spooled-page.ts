import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, type Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { SpooledDownload } from '#lib/web/download/make-download.ts'
import type { SpoolFile } from '#lib/web/download/spool.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { type MadePage, type MakeOptions, makeStoredPage, sharedHeaders } from './cached-page.ts'
import { gzipOrIdentity } from './encoding.ts'
import type { PageAddress } from './page-address.ts'
import type { StoredBody } from './variant.ts'

/** Builds a cached page from a file in the spool once it is complete. Rejects if the file cannot be completed. */
export async function makeSpooledPage(
  address: PageAddress,
  { file, type, whole }: SpooledDownload,
  options: MakeOptions,
): Promise<MadePage> {
  const { digest, identityBytes } = await whole
  const gzip: StoredBody = { length: file.bytes(), pour: (out) => pourGzip(file, out) }
  const identity: StoredBody = { length: identityBytes, pour: (out) => pourIdentity(file, out) }
  const content = { digest, gzip, identity, bytes: file.bytes() }
  return { ...makeStoredPage(address, headOf(type), content, options), release: file.release }
}

/**
 * Sends a file while it is still being written: without the headers that depend on the whole file, and aborted, rather
 * than ended, if it is never completed.
 */
export function sendGrowing(
  request: IncomingMessage,
  response: ServerResponse,
  { file, type }: SpooledDownload,
  { address, securityHeaders }: { address: PageAddress; securityHeaders: SecurityHeaders },
): void {
  const encoding = gzipOrIdentity(request.headers['accept-encoding'])
  const headers = sharedHeaders(address, headOf(type), null, securityHeaders)
  response.writeHead(200, encoding === 'gzip' ? [...headers, 'Content-Encoding', 'gzip'] : headers)
  response.flushHeaders()
  if (request.method === 'HEAD') response.end()
  else if (encoding === 'gzip') pourGzip(file, response)
  else pourIdentity(file, response)
}

function headOf(type: string): Answer {
  return { status: 200, headers: { 'content-type': type }, body: Buffer.alloc(0) }
}

function pourGzip(file: SpoolFile, out: Writable): void {
  pipeline(file.read(), out, () => {})
}

function pourIdentity(file: SpoolFile, out: Writable): void {
  pipeline(file.read(), createGunzip(), out, () => {})
}
