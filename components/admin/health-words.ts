import type { SourceHealth } from '#lib/domain/source-health.ts'

export const HEALTH_WORDS = {
  fresh: 'Fresh',
  new: 'Not read yet',
  late: 'Late',
  suspicious: 'Not believed',
  failing: 'Failing',
  stopped: 'Paused',
  archive: 'Documents only',
} as const satisfies Record<SourceHealth, string>

/** Whether somebody should look at it. */
export function needsAttention(health: SourceHealth): boolean {
  return health === 'failing' || health === 'suspicious' || health === 'late'
}
