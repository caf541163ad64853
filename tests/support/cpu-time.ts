/**
 * Milliseconds of processor time that this process uses for work: other load on the machine does not count, as it would
 * by the clock.
 */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
