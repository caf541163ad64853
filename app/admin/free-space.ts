import { statfs } from 'node:fs/promises'
import { getEnv } from '#lib/env.ts'

/** Bytes that are left on the disk of DATA_DIR, where the embedded database lives; null where that cannot be told. */
export async function getFreeBytes(): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(getEnv().DATA_DIR)
    return bavail * bsize
  } catch {
    return null
  }
}
