// `npm run bench`: measures the site's speed goals. `npm run bench -- serve-pages` measures one part.

import { generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith } from '#bin/shutdown.ts'

bench(process.argv.slice(2)).catch(failWith)

async function bench(names: string[]): Promise<void> {
  await generateClient(createProgress(process.stdout))
  const { runBenches } = await import('#tools/bench/run.ts')
  process.exitCode = (await runBenches(names)) ? 0 : 1
}
