import { access, constants, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'

/** The file system in memory that Linux has at /dev/shm, by statfs. */
const TMPFS = 0x01_02_19_94
const IN_MEMORY = '/dev/shm'
/** What a whole run keeps there at one time, several times over. */
const MIN_FREE_BYTES = 4 * 1024 ** 3

/** Wherever a run may have left files, also one that was killed when memory was spare. */
export const SCRATCH_FOLDERS = [IN_MEMORY, tmpdir()]

/**
 * Where files are created and deleted by the thousand: in memory, where there is plenty, else where temporary files go. A database
 * has some 900 files, and ext4 takes ever longer to create one while many have just been deleted (docs/decisions/154).
 */
export async function fastestScratchFolder(): Promise<string> {
  return (await isMemorySpare()) ? IN_MEMORY : tmpdir()
}

async function isMemorySpare(): Promise<boolean> {
  try {
    await access(IN_MEMORY, constants.W_OK)
    const { type, bavail, bsize } = await statfs(IN_MEMORY)
    // A tmpfs may be larger than the memory that is left, or that a container may use.
    return type === TMPFS && Math.min(bavail * bsize, process.availableMemory()) > MIN_FREE_BYTES
  } catch {
    return false
  }
}
