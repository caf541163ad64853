// `npm run bench`: measures the site's speed goals. `npm run bench -- serve-pages` measures one part, and with `--against DIR` the
// same of another checkout in DIR, after `npm ci` there.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith } from '#bin/shutdown.ts'

bench().catch(failWith)

async function bench(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { against: { type: 'string' } } })
  await generateClient(createProgress(process.stdout))
  const { runBenches } = await import('#tools/bench/run.ts')
  process.exitCode = (await runBenches(positionals, values.against === undefined ? null : resolve(values.against)))
    ? 0
    : 1
}
