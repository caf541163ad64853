import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Env, parseEnv } from '#lib/env.ts'
import { listMisspelt } from '#lib/env-misspelt.ts'
import { log } from '#lib/log.ts'

const FILE = join(import.meta.dirname, '..', '.env')

/**
 * Reads the environment and the file `.env` of the project's folder. Called before anything is started. Throws an Error with
 * one sentence per wrong setting.
 */
export function readEnvironment(): Env {
  loadFile()
  // Not getEnv, which keeps its answer: the address of the embedded database is not known yet.
  const env = parseEnv(process.env)
  if (existsSync(env.DATA_DIR) && !statSync(env.DATA_DIR).isDirectory()) {
    throw new Error(`DATA_DIR must be the path of a folder, for example .data; "${env.DATA_DIR}" is a file.`)
  }
  // The log was created before the file was read.
  if (process.env.LOG_LEVEL) log.level = env.LOG_LEVEL
  // A parent process with an IPC channel has read the same and reported it.
  if (process.send === undefined) {
    for (const sentence of listMisspelt(process.env)) log.warn(sentence)
    if (env.FETCH_ALLOW_CIDRS.length > 0)
      log.info({ networks: env.FETCH_ALLOW_CIDRS }, 'sources may be in private networks: FETCH_ALLOW_CIDRS opens them')
  }
  return env
}

function loadFile(): void {
  if (!existsSync(FILE)) return
  try {
    process.loadEnvFile(FILE)
  } catch (cause) {
    throw new Error(`Cannot read the file .env: ${(cause as Error).message}`, { cause })
  }
}
