// `npm run prisma -- migrate dev --name …`: Prisma's CLI on the site's database, including the embedded one.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { readEnvironment } from '#bin/environment.ts'
import { failWith, onStopSignal, shutdownHooks } from '#bin/shutdown.ts'
import { openSiteDatabase } from '#bin/site-database.ts'

onStopSignal()
run(process.argv.slice(2)).catch(failWith)

async function run(args: string[]): Promise<void> {
  const database = await openSiteDatabase(readEnvironment(), (line) => process.stderr.write(`${line}\n`))
  shutdownHooks.push(database.close)
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: database.url, CHECKPOINT_DISABLE: '1' },
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  for (const end of shutdownHooks.reverse()) await end()
  process.exitCode = code ?? 1
}
