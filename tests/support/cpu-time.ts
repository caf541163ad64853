/** What {@link yardstick} takes, in milliseconds, on the machine for which the limits in the tests were chosen. */
const YARDSTICK_MS = 15

/**
 * Milliseconds of processor time that this process used: unlike the clock, it excludes other load on the machine. What took
 * long is stated as it would be on the machine for which the limits were chosen, where this one is slower at the moment.
 */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000
  return ms < 50 ? ms : ms / slowness()
}

/** How many times longer this machine takes at the moment: at least 1. */
function slowness(): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    yardstick()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.max(1, Math.min(...times) / YARDSTICK_MS)
}

/** What the code under test mostly does: it searches, splits and joins text. */
function yardstick(): void {
  let text = 'outage '.repeat(2_000)
  for (let round = 0; round < 20; round++) {
    text = text.replace(/[aeiou]/g, (vowel) => (vowel === 'a' ? 'o' : 'a'))
    text = text.split(' ').reverse().join(' ').trim()
  }
}
