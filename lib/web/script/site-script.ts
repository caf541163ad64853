import { readFileSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getEnv } from '#lib/env.ts'

/** Where bin/build-script.ts puts the site's script, relative to the project's folder; `npm run dev` has one of its own. */
export const SCRIPT_FOLDERS = { production: '.script/production', development: '.script/development' } as const
export const SCRIPT_MANIFEST = 'manifest.json'
/** The path under which its files are served. Their names change with their content. */
const SCRIPT_PATH = '/script/'
/** Where pages report errors of the script, if the operator asks for it. */
export const ERROR_REPORTS_PATH = '/script-errors'
const KEPT_FOLDER = 'script'
const KEPT_BUILDS = 'builds.json'
/** Shared caches may hold a page for minutes, readers keep one open for days; a build is half a megabyte. */
const MAX_BUILDS = 8

export interface ScriptManifest {
  /** The file that pages load. */
  entry: string
  /** All files, those that are loaded when they are needed too. */
  files: string[]
}

let entry: string | null = null

/** The address of the script that every page loads. */
export function siteScriptAddress(): string {
  // `npm run dev` builds the script anew after each edit.
  if (entry === null || process.env.NODE_ENV !== 'production')
    entry = JSON.parse(readFileSync(join(builtFolder(), SCRIPT_MANIFEST), 'utf8')).entry
  return SCRIPT_PATH + entry
}

/** A file of the script, of the current build or of one that is kept; null for any other name. */
export async function readScriptFile(name: string): Promise<Buffer | null> {
  if (!/^[\w-]+\.js$/.test(name)) return null
  for (const folder of [builtFolder(), join(getEnv().DATA_DIR, KEPT_FOLDER)]) {
    try {
      return await readFile(join(folder, name))
    } catch {
      // Not of this build.
    }
  }
  return null
}

function builtFolder(): string {
  return join(process.cwd(), SCRIPT_FOLDERS[process.env.NODE_ENV === 'production' ? 'production' : 'development'])
}

/**
 * Copies the files of the current build (in `folder`) into the data folder, which outlives an update of the site, and removes
 * those of all but the last builds.
 */
export async function keepScriptFiles(folder: string, dataFolder: string): Promise<void> {
  const kept = join(dataFolder, KEPT_FOLDER)
  await mkdir(kept, { recursive: true })
  const { files }: ScriptManifest = JSON.parse(await readFile(join(folder, SCRIPT_MANIFEST), 'utf8'))
  const before: string[][] = JSON.parse(await readFile(join(kept, KEPT_BUILDS), 'utf8').catch(() => '[]'))
  const builds = [files, ...before.filter((build) => build.join() !== files.join())].slice(0, MAX_BUILDS)
  for (const file of files) await copyFile(join(folder, file), join(kept, file))
  await writeFile(join(kept, KEPT_BUILDS), JSON.stringify(builds))
  const wanted = new Set([...builds.flat(), KEPT_BUILDS])
  for (const file of await readdir(kept)) if (!wanted.has(file)) await rm(join(kept, file))
}

/** All that may be the name of a class in the files of a build: pages need the style of what scripts draw. */
export async function readScriptWords(folder: string): Promise<Set<string>> {
  const { files }: ScriptManifest = JSON.parse(await readFile(join(folder, SCRIPT_MANIFEST), 'utf8'))
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return new Set(texts.flatMap((text) => text.split(/[\s"'`]+/)))
}
