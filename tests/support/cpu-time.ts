/**
 * Milliseconds of processor time that this process spends on work: what else the machine does at the time does not count, as it
 * does by the clock.
 */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
