import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How often a holder touches its lock; a lock untouched for `ABANDONED_MS` is abandoned, whoever now has its pid. */
const HEARTBEAT_MS = 2_000
const ABANDONED_MS = 30_000

/**
 * Runs `operation` while no other process on this machine runs one under the same lock file. A lock whose holder died is
 * taken over. `onWait` is called once when somebody else holds it.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} operation
 * @param {(holderPid: number) => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(path, operation, onWait) {
  await mkdir(dirname(path), { recursive: true })
  const token = `${process.pid} ${randomUUID()}`
  for (let waited = false; !(await take(path, token)); waited = true) {
    const holder = await read(path)
    if (holder !== null && isAbandoned(holder)) await breakLock(path, holder.token)
    else {
      if (holder !== null && !waited) onWait?.(pidOf(holder.token))
      await sleep(100)
    }
  }
  const heartbeat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS)
  heartbeat.unref()
  try {
    return await operation()
  } finally {
    clearInterval(heartbeat)
    if ((await read(path))?.token === token) await rm(path, { force: true })
  }
}

/** @param {string} path @param {string} token */
async function take(path, token) {
  try {
    await writeFile(path, token, { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path @returns {Promise<{ token: string, refreshedAt: number } | null>} */
async function read(path) {
  try {
    const [token, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    return { token, refreshedAt: mtimeMs }
  } catch {
    return null
  }
}

/** @param {{ token: string, refreshedAt: number }} holder */
function isAbandoned({ token, refreshedAt }) {
  // A file without a pid: its writer has only created it so far.
  return Date.now() - refreshedAt > ABANDONED_MS || (token !== '' && !isAlive(pidOf(token)))
}

/** Moved aside first, since between reading and deleting somebody else may have done the same and taken the lock.
 * @param {string} path @param {string} token */
async function breakLock(path, token) {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  if ((await read(aside))?.token === token) await rm(aside, { force: true })
  else await rename(aside, path)
}

/** @param {string} token */
function pidOf(token) {
  return Number.parseInt(token, 10)
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
