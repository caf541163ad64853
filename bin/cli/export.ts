import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { exportRows } from '#lib/admin/transfer.ts'
import { type Command, readOptions } from './command.ts'

export const exportAll: Command = {
  usage: ['export --out FILE.ndjson'],
  async run(args, { progress, print }) {
    const { values } = readOptions(exportAll, args, { out: { type: 'string' } }, ['out'])
    const { out = '' } = values
    // Under its name only once it is whole.
    const draft = `${out}.part`
    const count = await progress.step('Exporting', async (note) => {
      const file = createWriteStream(draft, { mode: 0o600 })
      let lines = 0
      const rows = await exportRows(async (line) => {
        if (++lines % 10_000 === 0) note(`${lines} rows`)
        if (!file.write(`${line}\n`)) await once(file, 'drain')
      })
      file.end()
      await finished(file)
      return rows
    })
    await rename(draft, out)
    print(`Wrote ${count} rows to ${out}. Accounts and tokens are not part of it.`)
    return 0
  },
}
