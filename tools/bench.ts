// `npm run bench`: measures the site's speed goals. `npm run bench -- serve-pages` measures one part, and with `--against DIR` the
// same of another checkout in DIR, after `npm ci` there. `npm run bench -- scale --middle` is done in ten minutes, with `--small` in one;
// `--only '^/search|recount|crowds'` measures the addresses whose names match, and the two others of these, prints that, and leaves
// docs/benchmarks.md as it is.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith } from '#bin/shutdown.ts'

bench().catch(failWith)

async function bench(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      against: { type: 'string' },
      only: { type: 'string' },
      small: { type: 'boolean' },
      middle: { type: 'boolean' },
    },
  })
  await generateClient(createProgress(process.stdout))
  const { runBenches } = await import('#tools/bench/run.ts')
  const against = values.against === undefined ? null : resolve(values.against)
  const size = values.small ? 'small' : values.middle ? 'middle' : 'large'
  const only = values.only === undefined ? null : new RegExp(values.only)
  process.exitCode = (await runBenches(positionals, { against, size, only })) ? 0 : 1
}
