import { readFile, stat } from 'node:fs/promises'
import { DETECT_FORMAT, MAX_DOCUMENT_BYTES, pushDocument, refuseDocument } from '#lib/admin/run/documents.ts'
import { type Command, readInstantOption, readOptions, UsageError } from './command.ts'
import { followRun } from './follow-run.ts'

export const ingest: Command = {
  usage: ['ingest --vendor SLUG --file PATH [--platform PLATFORM] [--url ADDRESS] [--fetched-at INSTANT] [--dry-run]'],
  async run(args, console) {
    const { values } = readOptions(
      ingest,
      args,
      {
        vendor: { type: 'string' },
        platform: { type: 'string' },
        file: { type: 'string' },
        url: { type: 'string' },
        'fetched-at': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
      ['vendor', 'file'],
    )
    const { vendor = '', platform = DETECT_FORMAT, file = '' } = values
    const size = await stat(file).then(
      (entry) => entry.size,
      () => {
        throw new UsageError(`File not found: ${file}.`)
      },
    )
    const pushed = {
      vendorSlug: vendor,
      platform,
      contentType: null,
      url: values.url ?? null,
      fetchedAt: readInstantOption('fetched-at', values['fetched-at']),
      dryRun: values['dry-run'],
      trigger: 'cli' as const,
      actor: 'cli',
    }
    const run =
      size > MAX_DOCUMENT_BYTES
        ? await refuseDocument(
            pushed,
            `${file} has ${size} bytes; the limit for a document is ${MAX_DOCUMENT_BYTES / 1_000_000} MB.`,
          )
        : await pushDocument({ ...pushed, bytes: await readFile(file) })
    return await followRun(run, console)
  },
}
