import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { getEnv } from '#lib/env.ts'

/** In a font file: the number of tables at 4, then entries of 16 bytes from 12, each with a tag and, at 8, where its table is. */
const DIRECTORY = { count: 4, entries: 12, entryLength: 16, offset: 8 }
/** In the table GSUB: at 6, where its list of features is; that is a count, then entries of 6 bytes, which begin with a tag. */
const FEATURES = { offset: 6, entries: 2, entryLength: 6 }

/**
 * The path of a copy of a font without contextual alternates, made in DATA_DIR. With them, Inter draws the x of the vendor 8x8 as a
 * sign of multiplication. Pages switch them off by style (globals.css); resvg 2.6.2 ignores `font-feature-settings`.
 */
export async function makePlainFont(file: string): Promise<string> {
  const folder = join(getEnv().DATA_DIR, 'fonts')
  const path = join(folder, basename(file))
  const draft = `${path}.${randomUUID()}`
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(draft, renameFeature(await readFile(file), 'calt'))
    // Other processes may be reading the file that is there.
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return path
}

/** The font's bytes with this feature of GSUB under a tag that no program asks for. */
function renameFeature(font: Buffer, feature: string): Buffer {
  const gsub = entriesAt(DIRECTORY.entries, font.readUInt16BE(DIRECTORY.count), DIRECTORY.entryLength)
    .filter((entry) => tagAt(font, entry) === 'GSUB')
    .map((entry) => font.readUInt32BE(entry + DIRECTORY.offset))
  for (const table of gsub) {
    const list = table + font.readUInt16BE(table + FEATURES.offset)
    for (const entry of entriesAt(list + FEATURES.entries, font.readUInt16BE(list), FEATURES.entryLength))
      if (tagAt(font, entry) === feature) font.write('none', entry, 'latin1')
  }
  return font
}

function entriesAt(start: number, count: number, length: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index * length)
}

function tagAt(font: Buffer, offset: number): string {
  return font.toString('latin1', offset, offset + 4)
}
