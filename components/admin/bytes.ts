const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** "340 bytes", "25.1 MB": decimal units, one decimal from kB on. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}
