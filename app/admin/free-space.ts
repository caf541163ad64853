import { statfs } from 'node:fs/promises'
import { getEnv } from '#lib/env.ts'

/** Free bytes on the disk of DATA_DIR, where the embedded database lives; null where they cannot be read. */
export async function getFreeBytes(): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(getEnv().DATA_DIR)
    return bavail * bsize
  } catch {
    return null
  }
}
