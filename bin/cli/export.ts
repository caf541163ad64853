import { rename, rm } from 'node:fs/promises'
import { exportRecords } from '#lib/admin/transfer/export-records.ts'
import type { Counts } from '#lib/admin/transfer/format.ts'
import { type Command, readOptions } from './command.ts'
import { createExportFile } from './export-file.ts'
import { createRate, type Rate } from './rate.ts'
import { stoppable } from './stoppable.ts'

export const exportAll: Command = {
  usage: ['export --out FILE.ndjson[.gz|.zst]'],
  async run(args, { progress, print }) {
    const { values } = readOptions(exportAll, args, { out: { type: 'string' } }, ['out'])
    const { out = '' } = values
    const rate = createRate()
    const counts = await progress.step('Exporting', (note) =>
      stoppable((signal) => writeFile(out, rate, note, signal), progress.say),
    )
    print(`Wrote ${rate.summary(counts)} to ${out}. The export does not include accounts and tokens.`)
    return 0
  },
}

/** Renamed to its final name only when it is complete. */
async function writeFile(
  out: string,
  rate: Rate,
  note: (detail: string) => void,
  signal: AbortSignal,
): Promise<Counts> {
  const draft = `${out}.part`
  const file = await createExportFile(draft, out)
  try {
    const counts = await exportRecords(file.sink, { signal, tell: (count) => note(rate.note(count)) })
    await file.finish()
    await rename(draft, out)
    return counts
  } catch (error) {
    file.sink.destroy()
    await rm(draft, { force: true })
    throw error
  }
}
