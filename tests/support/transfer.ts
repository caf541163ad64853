import { Writable } from 'node:stream'
import { exportRecords } from '#lib/admin/transfer/export-records.ts'
import type { Counts } from '#lib/admin/transfer/format.ts'
import { type ImportOptions, importRecords } from '#lib/admin/transfer/import-records.ts'

/** An export of this process's database, line by line; the head, which contains the time, comes first. */
export async function exportLines(): Promise<string[]> {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await exportRecords(sink)
  return Buffer.concat(chunks).toString().trimEnd().split('\n')
}

/** Imports lines into this process's database. */
export async function importLines(lines: string[], options: Partial<ImportOptions> = {}): Promise<Counts> {
  return await importRecords(bytesOf(lines), { replace: false, name: 'a test', ...options })
}

/** As chunks that may split lines, like reads of a file. */
async function* bytesOf(lines: string[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
