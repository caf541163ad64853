import { createHash } from 'node:crypto'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'

/** How far into a document its stamp is looked for. */
const HEAD_BYTES = 4_096

/**
 * A hash of all that a document is read by, without the time at which the page says that it was made, see `Adapter.stamp`; null where
 * a platform's documents have none. It is another one for another version of the method, so that each reads a document anew.
 */
export function hashWithoutStamp(
  platform: string,
  { bytes, contentType }: Pick<SourceDocument, 'bytes' | 'contentType'>,
): string | null {
  const pattern = getAdapter(platform)?.stamp
  if (pattern === undefined) return null
  // One character for each byte, so that places are those of the bytes.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES)).toString('latin1')
  const found = pattern.exec(head)
  const [from, to] = found?.indices?.[1] ?? []
  if (from === undefined || to === undefined) return null
  return createHash('sha256')
    .update(`${platform} ${METHOD_VERSION} ${contentType ?? ''}\0`)
    .update(bytes.subarray(0, from))
    .update('\0')
    .update(bytes.subarray(to))
    .digest('base64url')
}
