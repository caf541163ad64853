import { existsSync } from 'node:fs'
import { type Env, parseEnv } from '#lib/env.ts'

/** The environment, with what a file `.env` in the project's folder adds to it. */
export function readEnvironment(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env')
  // Not getEnv, which keeps its answer: the address of the embedded database is not known yet.
  return parseEnv(process.env)
}
