import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execute } from './execute.ts'
import { makeUnlessFresh } from './fingerprint.ts'
import { withLock } from './lock.mjs'
import type { Progress } from './progress.mjs'

const root = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)

/** Writes prisma/client, unless it belongs to the schema as it is. */
export async function generateClient(progress: Progress): Promise<void> {
  await once('generate', 'preparing the database client', progress, async () => {
    const made = {
      root,
      from: ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
      record: 'prisma/client/.fingerprint',
    }
    const prisma = require.resolve('prisma/build/index.js')
    await makeUnlessFresh(made, () =>
      progress.step('Preparing the database client', () =>
        run([prisma, 'generate'], 'The database client could not be generated'),
      ),
    )
  })
}

/** Builds the pages for production, unless the last build was made from the same sources. */
export async function buildPages(progress: Progress): Promise<void> {
  await once('build', 'building the pages', progress, async () => {
    const from = ['app', 'components', 'lib', 'public', 'prisma/schema.prisma']
    from.push('next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json')
    await makeUnlessFresh({ root, from, record: '.next/fingerprint' }, () =>
      progress.step('Building the pages', () =>
        run([require.resolve('next/dist/bin/next'), 'build'], 'The pages could not be built', {
          NODE_ENV: 'production',
        }),
      ),
    )
  })
}

/** Two starts at once in one folder must not write over each other's files. */
async function once(lock: string, doing: string, progress: Progress, deed: () => Promise<void>): Promise<void> {
  await withLock(join(root, '.locks', lock), deed, () => progress.say(`Another process is ${doing}; waiting for it.`))
}

/** Runs a script on this Node; what it printed becomes part of the error when it fails. */
async function run(script: string[], failure: string, env: Record<string, string> = {}): Promise<void> {
  const quiet = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  // For an error message, whatever is at the other end of this process.
  const plain = { NO_COLOR: '1', FORCE_COLOR: '0' }
  try {
    await execute(process.execPath, script, { cwd: root, env: { ...process.env, ...quiet, ...plain, ...env } })
  } catch (cause) {
    throw new Error(`${failure}:\n\n${(cause as Error).message}`, { cause })
  }
}
