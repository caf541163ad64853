import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { UsageError } from '#bin/cli/command.ts'
import { main } from '#bin/cli/main.ts'
import { createProgress } from '#bin/progress.mjs'
import { shutdownHooks } from '#bin/shutdown.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'

export interface CliEnd {
  code: number | null
  out: string
  err: string
}

/**
 * Runs a command like `npm run cli --`, in this process and on its database, and closes what the command opened. Throws errors
 * that are not meant for the operator.
 */
export async function cli(...args: string[]): Promise<CliEnd> {
  let out = ''
  let err = ''
  const print = (line: string) => {
    out += `${line}\n`
  }
  const stream = { isTTY: false, write: (text: string) => (err += text) } as unknown as NodeJS.WriteStream
  try {
    return { code: await main(args, { progress: createProgress(stream), print }), out, err }
  } catch (error) {
    if (!(error instanceof OutageHistoryError || error instanceof UsageError)) throw error
    return { code: 1, out, err: `${err}\n${error.message}\n` }
  } finally {
    for (const end of shutdownHooks.splice(0).reverse()) await end()
  }
}

/** Runs a command in a separate process, which has to load the whole program first. */
export async function spawnCli(...args: string[]): Promise<CliEnd> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'bin', 'cli.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await exit, out, err }
}
