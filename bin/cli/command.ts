import { readFile } from 'node:fs/promises'
import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { NO_INSTANT, readInstant } from '#lib/domain/instant.ts'
import type { Progress } from '../progress.mjs'

export interface Console {
  progress: Progress
  /** Prints a line of the command's result to standard output. */
  print: (text: string) => void
}

export interface Command {
  /** Usage without the prefix; one line per form. */
  usage: string[]
  /** Returns the exit code. Throws UsageError for a wrong call. */
  run(args: string[], console: Console): Promise<number>
}

/** The command line is invalid; the message says why. */
export class UsageError extends Error {}

/** Reads options; throws UsageError for unknown ones and for missing required ones. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  command: Pick<Command, 'usage'>,
  args: string[],
  options: Options,
  required: readonly (keyof Options & string)[] = [],
  positionals = 0,
) {
  try {
    const parsed = parseArgs({
      args,
      options,
      allowPositionals: positionals > 0,
      strict: true,
    } satisfies ParseArgsConfig)
    const missing = required.find((name) => parsed.values[name as keyof typeof parsed.values] === undefined)
    if (missing !== undefined) throw new Error(`--${missing} is missing`)
    return parsed
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nUsage: ${command.usage.join('\n       ')}`)
  }
}

/** An ISO 8601 instant from the command line; null when not given. Throws UsageError when invalid. */
export function readInstantOption(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null
  const instant = readInstant(text)
  if (instant === null) throw new UsageError(`--${name} ${NO_INSTANT}`)
  return instant
}

/** The text of the file of an option. Throws UsageError when it cannot be read. */
export async function readTextFile(name: string, file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--${name}: ${file} cannot be read.`)
  })
}

/** The parts of "github, stripe". */
export function splitList(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
