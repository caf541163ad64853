import { tableLines } from '../markdown.ts'
import { quantile, type Times } from './measure.ts'

export interface Row {
  what: string
  small: Times
  large: Times
}

/** How much more a request costs on the large database, in the middle: in time, and in processor time. */
export function growthOf({ small, large }: Row): { took: number; used: number | null } {
  const used = quantile(large.used, 0.5) / quantile(small.used, 0.5)
  return { took: quantile(large.took, 0.5) / quantile(small.took, 0.5), used: Number.isNaN(used) ? null : used }
}

/** The larger of the two. */
export function worstGrowthOf(row: Row): number {
  const { took, used } = growthOf(row)
  return Math.max(took, used ?? 0)
}

/** Each address with its times, and with its processor time in the middle. */
export function tableOf(rows: Row[], goal: number): string {
  const cells = rows.map((row) => {
    const { took, used } = growthOf(row)
    const isReached = worstGrowthOf(row) <= goal && row.large.failures.size === 0
    const processor = [row.small, row.large].map((times) => formatMs(quantile(times.used, 0.5))).join(' / ')
    const growths = [took.toFixed(2), used === null ? '' : `${processor} ms`, used?.toFixed(2) ?? '']
    return [row.what, timesOf(row.small), timesOf(row.large), ...growths, isReached ? 'reached' : 'missed']
  })
  return tableLines(['address', 'small', 'large', 'growth', 'processor time', 'growth', `both at most ${goal}`], cells)
}

function timesOf({ took, failures }: Times): string {
  const times = [0.5, 0.95].map((part) => formatMs(quantile(took, part))).join(' / ')
  const refused = [...failures].map(([status, count]) => `, ${count} × ${status}`).join('')
  return `${times} ms${refused}`
}

export function formatMs(ms: number): string {
  return ms >= 10 ? ms.toFixed(0) : ms.toFixed(2)
}
