import { DateTime } from 'luxon'

/** The meaning of a zone's name in a text. */
export interface NamedZone {
  /** In a form that Luxon reads: "UTC", "UTC-8", "America/Los_Angeles". */
  zone: string
  /** For a name of a seasonal time: where it is used, and whether it is daylight time. */
  season: { place: string; isDaylight: boolean } | null
}

export type SeasonFlag = 'standard_time_in_summer' | 'daylight_time_in_winter'

/**
 * Zone names with one meaning everywhere, lower case. PT follows the season of Los Angeles, PST is UTC−8 even in summer. Names
 * with several meanings (IST has three) are missing on purpose, so that they are not read.
 */
const ZONES = new Map<string, NamedZone>([
  ...['utc', 'gmt', 'z'].map((name) => [name, { zone: 'UTC', season: null }] as const),
  ...american('p', 'pacific', 'America/Los_Angeles', -8),
  ...american('m', 'mountain', 'America/Denver', -7),
  ...american('c', 'central', 'America/Chicago', -6),
  ...american('e', 'eastern', 'America/New_York', -5),
  ...seasons('Europe/Berlin', { cet: 1, cest: 2 }),
  ...seasons('Europe/Helsinki', { eet: 2, eest: 3 }),
  ...seasons('Australia/Sydney', { aest: 10, aedt: 11 }),
  ['bst', { zone: 'UTC+1', season: { place: 'Europe/London', isDaylight: true } }],
  ['jst', { zone: 'UTC+9', season: null }],
  ['kst', { zone: 'UTC+9', season: null }],
  ['sgt', { zone: 'UTC+8', season: null }],
])

/** Source of a regular expression that matches a zone's name; use it with the flags `iu`. */
export const ZONE_NAME = String.raw`(?:(?:utc|gmt)[+\-−]\d{1,2}(?::\d{2})?|${[...ZONES.keys()].join('|')})(?![\w+])`

/** The zone of that name or offset ("PT", "utc", "UTC+5:30"); null for an unsupported name. */
export function findZone(name: string): NamedZone | null {
  const text = name.toLowerCase().replace('−', '-').replace(/\s+/g, ' ')
  const zone = ZONES.get(text)
  if (zone !== undefined) return zone
  const offset = /^(?:utc|gmt)([+-]\d{1,2}(?::\d{2})?)$/.exec(text)?.[1]
  return offset === undefined ? null : { zone: `UTC${offset}`, season: null }
}

/** Set if the name does not fit the season, "PST" in July: the writer may have meant the local time. */
export function flagSeason({ season }: NamedZone, instant: Date): SeasonFlag | null {
  if (season === null) return null
  const isDaylightThere = DateTime.fromJSDate(instant, { zone: season.place }).isInDST
  if (isDaylightThere === season.isDaylight) return null
  return season.isDaylight ? 'daylight_time_in_winter' : 'standard_time_in_summer'
}

function american(letter: string, word: string, place: string, standardOffset: number): [string, NamedZone][] {
  const local = [`${letter}t`, `us/${word}`, `${word} time`, word].map((name): [string, NamedZone] => [
    name,
    { zone: place, season: null },
  ])
  return [...local, ...seasons(place, { [`${letter}st`]: standardOffset, [`${letter}dt`]: standardOffset + 1 })]
}

/** The two names of a place: standard time, then daylight time, each with its hours from UTC. */
function seasons(place: string, names: Record<string, number>): [string, NamedZone][] {
  return Object.entries(names).map(([name, hours], index) => [
    name,
    { zone: `UTC${hours < 0 ? hours : `+${hours}`}`, season: { place, isDaylight: index === 1 } },
  ])
}
