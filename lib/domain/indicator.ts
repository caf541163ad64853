import type { State } from './incident.ts'

/** The overall words of the platforms that give one, in lower case and without what parts their words. */
const WORDS: Record<Exclude<State, 'unknown'>, readonly string[]> = {
  up: ['none', 'ok', 'up', 'green', 'operational', 'resolved', 'allsystemsoperational'],
  degraded: [
    'minor',
    'degraded',
    'degradedperformance',
    'partialoutage',
    'partialservicedisruption',
    'hasissues',
    'active',
    'disrupted',
    'incident',
    'yellow',
  ],
  down: ['major', 'critical', 'down', 'downtime', 'outage', 'majoroutage', 'servicedisruption', 'red'],
  maintenance: ['maintenance', 'undermaintenance', 'plannedmaintenance', 'allundermaintenance', 'blue'],
}

/**
 * The state that a platform's own overall indicator speaks of; null for a word that could mean anything. It never decides a
 * state: that rests on what is posted (`stateAt`).
 */
export function stateOfIndicator(indicator: string): State | null {
  const word = indicator.toLowerCase().replace(/[^a-z]/g, '')
  const [state] = Object.entries(WORDS).find(([, words]) => words.includes(word)) ?? []
  return (state as State | undefined) ?? null
}

/**
 * Whether the indicator says otherwise than the state. Where no state is known, the indicator is as old as everything else,
 * and contradicts nothing.
 */
export function isContradicted(state: State, indicator: string | null): indicator is string {
  if (indicator === null || state === 'unknown') return false
  const other = stateOfIndicator(indicator)
  return other !== null && other !== state
}
