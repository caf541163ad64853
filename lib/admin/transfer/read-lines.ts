import { isUtf8 } from 'node:buffer'
import { InvalidInputError } from '#lib/domain/errors.ts'

export interface Line {
  /** From 1. */
  number: number
  text: string
}

const NEW_LINE = 0x0a
const BYTE_ORDER_MARK = '\uFEFF'

/** A document of 25 MB is a line of twice that in format 1, and no record is longer. */
const MAX_LINE_BYTES = 64 * 1024 * 1024

/** The lines of a file that have something in them, one at a time. Throws InvalidInputError for what is no text, and for endless lines. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let number = 0
  const take = (last: Uint8Array): Line[] => {
    number++
    const bytes =
      pending.length === 0 ? Buffer.from(last.buffer, last.byteOffset, last.length) : Buffer.concat([...pending, last])
    pending = []
    pendingBytes = 0
    if (!isUtf8(bytes))
      throw new InvalidInputError(`Line ${number} is not UTF-8 text. The file is not an export, or it is damaged.`)
    const text = bytes.toString()
    const line = number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
    return line.trim() === '' ? [] : [{ number, text: line }]
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let to = chunk.indexOf(NEW_LINE); to !== -1; to = chunk.indexOf(NEW_LINE, from)) {
      yield* take(chunk.subarray(from, to))
      from = to + 1
    }
    if (from < chunk.length) {
      pending.push(chunk.subarray(from))
      pendingBytes += chunk.length - from
    }
    if (pendingBytes > MAX_LINE_BYTES) {
      throw new InvalidInputError(
        `Line ${number + 1} is longer than 64 MB. The file is not an export, or it is damaged.`,
      )
    }
  }
  if (pendingBytes > 0) yield* take(new Uint8Array())
}
