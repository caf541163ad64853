import { readFile } from 'node:fs/promises'
import { pool } from '#lib/database/client.ts'

/** Seconds of processor time of a process and its threads so far; 0 for one that has ended. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const [own = 0, system = 0] = await timesOf(pid)
  return own + system
}

/** The same of those of its children, and theirs, that have ended and been waited for. */
export async function endedChildrenSeconds(pid: number | 'self' = 'self'): Promise<number> {
  const [, , own = 0, system = 0] = await timesOf(pid)
  return own + system
}

/** utime, stime, cutime and cstime of proc(5), in seconds; nothing for a process that has ended. */
async function timesOf(pid: number | 'self'): Promise<number[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.replace(/^.*\) /, '').split(' ')
  return stat === '' ? [] : fields.slice(11, 15).map((ticks) => Number(ticks) / 100)
}

/** Resident memory. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}

/** Resident memory, in units of 1,048,576 bytes. */
export async function megabytesOf(pid: number): Promise<number> {
  return Math.round((await residentBytes(pid)) / 1024 ** 2)
}

/**
 * Starts to count the processor time of the server's processes that are connected to this process's database. Returns what tells the
 * seconds since; those of connections that were closed meanwhile are not in it.
 */
export async function countServerTime(): Promise<() => Promise<number>> {
  const before = await serverTimes()
  return async () => {
    let seconds = 0
    for (const [pid, now] of await serverTimes()) seconds += now - (before.get(pid) ?? 0)
    return seconds
  }
}

async function serverTimes(): Promise<Map<number, number>> {
  const { rows } = await pool().query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'",
  )
  return new Map(await Promise.all(rows.map(async ({ pid }) => [pid, await cpuSecondsOf(pid)] as const)))
}
