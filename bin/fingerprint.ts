import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The sources of a build result, and the file that stores the fingerprint of the last build. */
export interface Made {
  root: string
  /** Files and folders, relative to the root; those that do not exist count as empty. */
  from: string[]
  /** The fingerprint's file, inside the result, so that deleting the result deletes it too. */
  record: string
}

/** Whether the last successful build had the same sources. */
export async function isFresh(made: Made): Promise<boolean> {
  return (await readRecord(made)) === (await fingerprintOf(made))
}

/** Runs `make` unless its result is fresh; returns whether it ran. */
export async function makeUnlessFresh(made: Made, make: () => Promise<void>): Promise<boolean> {
  // Computed before the build, so that an edit during the build counts as not built.
  const fingerprint = await fingerprintOf(made)
  if ((await readRecord(made)) === fingerprint) return false
  const record = join(made.root, made.record)
  // If the build is interrupted, a partial result must not pass for the old one.
  await rm(record, { force: true })
  await make()
  await mkdir(dirname(record), { recursive: true })
  await writeFile(record, fingerprint)
  return true
}

async function readRecord({ root, record }: Made): Promise<string> {
  return await readFile(join(root, record), 'utf8').catch(() => '')
}

/** A hash of the paths and contents, not of times, which a clone and a copy change. */
async function fingerprintOf({ root, from }: Made): Promise<string> {
  const paths = (await Promise.all(from.map((path) => listFiles(root, path)))).flat().sort()
  const hash = createHash('sha256')
  const contents = await Promise.all(paths.map((path) => readFile(join(root, path))))
  paths.forEach((path, index) => {
    hash.update(`${path}\0${contents[index]?.length}\0`)
    hash.update(contents[index] ?? '')
  })
  return hash.digest('hex')
}

async function listFiles(root: string, path: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
}
