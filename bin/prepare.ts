import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SCRIPT_FOLDERS } from '#lib/web/script/site-script.ts'
import { execute } from './execute.ts'
import { isFresh, type Made, makeUnlessFresh } from './fingerprint.ts'
import { withLock } from './lock.mjs'
import type { Progress } from './progress.mjs'

const root = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)

/** Generates prisma/client, unless it matches the current schema. */
export async function generateClient(progress: Progress): Promise<void> {
  const from = ['prisma/schema.prisma', 'node_modules/prisma/package.json']
  const script = [require.resolve('prisma/build/index.js'), 'generate']
  await once({ root, from, record: 'prisma/client/.fingerprint' }, 'Preparing the database client', progress, () =>
    run(script, 'The database client could not be generated'),
  )
}

/** Builds the pages for production, and the script that they load, unless the last build was made from the same sources. */
export async function buildPages(progress: Progress): Promise<void> {
  const common = ['components', 'lib', 'bin/build-script.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
  // The script comes first, because Next draws the not-found page, which names it, during its build.
  const record = `${SCRIPT_FOLDERS.production}/fingerprint`
  await once({ root, from: common, record }, 'Building the script', progress, () =>
    // In a process of its own, because this one would keep the bundler's memory.
    run([join(import.meta.dirname, 'build-script.ts')], 'The script could not be built'),
  )
  const from = [...common, 'app', 'public', 'instrumentation.ts', 'prisma/schema.prisma']
  from.push('next.config.ts', 'postcss.config.mjs')
  const script = [require.resolve('next/dist/bin/next'), 'build']
  await once({ root, from, record: '.next/fingerprint' }, 'Building the pages', progress, () =>
    run(script, 'The pages could not be built', { NODE_ENV: 'production' }),
  )
}

/**
 * Of two concurrent starts in one folder, one builds what is missing. If nothing is missing, the folder may be read-only.
 */
async function once(made: Made, label: string, progress: Progress, make: () => Promise<void>): Promise<void> {
  if (await isFresh(made)) return
  const lock = join(root, '.locks', dirname(made.record).replaceAll('/', '-'))
  await withLock(
    lock,
    () => makeUnlessFresh(made, () => progress.step(label, make)),
    () => progress.say(`Waiting for another process: ${label}.`),
  )
}

/** Runs a script with this Node; its output becomes part of the error when it fails. */
async function run(script: string[], failure: string, env: Record<string, string> = {}): Promise<void> {
  const quiet = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  // For an error message, even if nothing else reads this process's output.
  const plain = { NO_COLOR: '1', FORCE_COLOR: '0' }
  try {
    await execute(process.execPath, script, { cwd: root, env: { ...process.env, ...quiet, ...plain, ...env } })
  } catch (cause) {
    throw new Error(`${failure}:\n\n${(cause as Error).message}`, { cause })
  }
}
