import type { State } from '#lib/domain/incident.ts'

/** A component, with the platform's own word for its state. */
export interface ComponentState {
  name: string
  group: string | null
  status: string
}

/** More components of one page than anybody reads. */
export const MAX_COMPONENTS_OUT = 100

/** The platforms' words for their overall state and their components, in lower case and without separators. */
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
    'minoroutage',
    'yellow',
  ],
  down: [
    'major',
    'critical',
    'down',
    'downtime',
    'outage',
    'majoroutage',
    'fulloutage',
    'servicedisruption',
    'orange',
    'red',
  ],
  maintenance: ['maintenance', 'undermaintenance', 'plannedmaintenance', 'allundermaintenance', 'blue'],
}

/**
 * The state that a platform's own overall indicator means; null for an ambiguous word. It never decides a state: that depends
 * on postings (`stateAt`).
 */
export function stateOfIndicator(indicator: string): State | null {
  const word = indicator.toLowerCase().replace(/[^a-z]/g, '')
  return stateOfWord(word) ?? stateOfWord(word.replace(/^(?:one|some|all)/, ''))
}

function stateOfWord(word: string): State | null {
  const [state] = Object.entries(WORDS).find(([, words]) => words.includes(word)) ?? []
  return (state as State | undefined) ?? null
}

/** Components not working according to the platform: first those that are down, then degraded or under maintenance. */
export function listComponentsOut(components: readonly ComponentState[]): ComponentState[] {
  const inState = (state: State) => components.filter(({ status }) => stateOfIndicator(status) === state)
  return [...inState('down'), ...inState('degraded'), ...inState('maintenance')].slice(0, MAX_COMPONENTS_OUT)
}

/** "Europe / API", since names repeat across groups. */
export function componentLabel({ name, group }: Pick<ComponentState, 'name' | 'group'>): string {
  return group === null ? name : `${group} / ${name}`
}

/**
 * Whether the indicator disagrees with the state, or the state is up while components are out. With an unknown state there is
 * no disagreement.
 */
export function isContradicted(
  state: State,
  indicator: string | null,
  componentsOut: readonly ComponentState[] = [],
): boolean {
  if (indicator === null || state === 'unknown') return false
  const other = stateOfIndicator(indicator)
  if (other !== null && other !== state) return true
  return state === 'up' && componentsOut.some(({ status }) => stateOfIndicator(status) !== 'maintenance')
}
