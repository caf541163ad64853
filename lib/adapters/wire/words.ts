import type { Impact, Status } from '#lib/domain/incident.ts'

/** Our own vocabulary as platforms spell it, in lower case; most platforms use these words plus a few of their own. */
export const STATUS_WORDS: ReadonlyMap<string, Status> = new Map(
  Object.entries({
    investigating: 'investigating',
    identified: 'identified',
    monitoring: 'monitoring',
    resolved: 'resolved',
    postmortem: 'postmortem',
    scheduled: 'scheduled',
    in_progress: 'in_progress',
    'in progress': 'in_progress',
    verifying: 'verifying',
    completed: 'completed',
  } satisfies Record<string, Status>),
)

export const IMPACT_WORDS: ReadonlyMap<string, Impact> = new Map(
  Object.entries({ none: 'none', minor: 'minor', major: 'major', critical: 'critical' } satisfies Record<
    string,
    Impact
  >),
)
