import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds of processor time that a site and its database's connections have used; null where the system does not say. */
export type ProcessorTime = () => number | null

/**
 * Reads it for a site's process, with those it started, and for the backends of a database of the server whose data is in
 * `directory`. The scheduler of Linux counts in nanoseconds, for each thread.
 */
export function processorTimeOf(site: number, directory: string, database: string): ProcessorTime {
  const server = Number(readFileSync(join(directory, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  return () => {
    try {
      const backends = childrenOf(server).filter((pid) => titleOf(pid).includes(` ${database} `))
      const pids = [site, ...descendantsOf(site), ...backends]
      return pids.reduce((sum, pid) => sum + usedBy(pid), 0) / 1e6
    } catch {
      return null
    }
  }
}

function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)])
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}

function threadsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`)
}

/** A backend's says `postgres: user database address …`. */
function titleOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
}

function usedBy(pid: number): number {
  return threadsOf(pid).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    0,
  )
}
