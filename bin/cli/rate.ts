export interface Rate {
  /** "12,000 records, 8,000 a second" */
  note(count: number): string
  /** "12,000 records (3,000 incidents with 7,500 updates), 8,000 a second," */
  summary(counts: Record<string, number>): string
}

/** Measures the rate of records from now on. */
export function createRate(): Rate {
  const startedAt = performance.now()
  const perSecond = (count: number) => {
    const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000)
    return Math.round(count / seconds).toLocaleString('en')
  }
  return {
    note: (count) => `${count.toLocaleString('en')} records, ${perSecond(count)} a second`,
    summary(counts) {
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      const { incident = 0, update = 0 } = counts
      const held = `${incident.toLocaleString('en')} incidents with ${update.toLocaleString('en')} updates`
      return `${total.toLocaleString('en')} records (${held}), ${perSecond(total)} a second,`
    },
  }
}
