import { setImmediate as nextTask } from 'node:timers/promises'

// All visitors share one thread. What is made from tens of thousands of incidents would hold it for tenths of a second, so it is made in
// several tasks of the event loop, with room for whoever asked for something smaller between them (decision 175).

/** Most vendors have fewer incidents; of so many, a figure takes some milliseconds. */
const AT_A_TIME = 2_000

/** As `map`, so many entries in each task. */
export async function mapInChunks<From, To>(
  list: readonly From[],
  toEach: (entry: From, index: number) => To,
): Promise<To[]> {
  const mapped: To[] = []
  for (const [index, entry] of list.entries()) {
    if (index > 0 && index % AT_A_TIME === 0) await nextTask()
    mapped.push(toEach(entry, index))
  }
  return mapped
}

/** Computes a figure of these incidents: of many, in a task of its own. */
export async function inOwnTask<Figure>({ length }: readonly unknown[], compute: () => Figure): Promise<Figure> {
  if (length > AT_A_TIME) await nextTask()
  return compute()
}
