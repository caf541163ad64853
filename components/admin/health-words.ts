import type { SourceHealth } from '#lib/domain/source-health.ts'

export const HEALTH_WORDS = {
  fresh: 'Fresh',
  new: 'Not read yet',
  late: 'Late',
  suspicious: 'Implausible',
  failing: 'Failing',
  stopped: 'Paused',
  archive: 'Uploads only',
} as const satisfies Record<SourceHealth, string>

/** Whether an admin should look at a source with this health. */
export function needsAttention(health: SourceHealth): boolean {
  return health === 'failing' || health === 'suspicious' || health === 'late'
}
