/** A format for writing a time. */
export interface Spelling {
  write: (at: number) => string
  /** Its precision, in milliseconds. */
  precision: number
  /** Whether the instant may be ambiguous to a reader: the zone is missing, or its name is shared by several. */
  isDoubtful: boolean
}

const MINUTE = 60_000
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
]

/** Zone as written, minutes east of UTC. */
const CLEAR = [
  ['UTC', 0],
  ['GMT', 0],
  ['GMT+0', 0],
  ['PDT', -420],
  ['EST', -300],
  ['CEST', 120],
  ['JST', 540],
  ['+05:30', 330],
  ['-0300', -180],
  ['UTC+2', 120],
  ['GMT-7', -420],
] as const
const DOUBTFUL = [
  ['CST', -360],
  ['CST', 480],
  ['IST', 330],
  ['IST', 120],
  ['BST', 60],
  ['AST', 180],
  ['', 60],
] as const

interface Local {
  year: number
  month: string
  short: string
  day: number
  time: string
  seconds: string
  half: string
}

/** Without the zone: with a year or without, month or day first, 12 or 24 hours, with seconds or without. */
const FORMS: Record<string, { write: (local: Local) => string; precision: number }> = {
  statuspage: { write: ({ short, day, time }) => `${short} ${two(day)}, ${time}`, precision: MINUTE },
  withYear: { write: ({ short, day, year, time }) => `${short} ${day}, ${year}, ${time}`, precision: MINUTE },
  hyphen: { write: ({ short, day, year, time }) => `${short} ${day}, ${year} - ${time}`, precision: MINUTE },
  long: { write: ({ month, day, year, half }) => `${month} ${day}, ${year} at ${half}`, precision: MINUTE },
  dayFirst: { write: ({ month, day, year, time }) => `${day} ${month} ${year}, ${time}`, precision: MINUTE },
  dayFirstBare: { write: ({ short, day, time }) => `${day} ${short} ${time}`, precision: MINUTE },
  ordinal: { write: ({ month, day, year, time }) => `${month} ${ordinal(day)}, ${year} at ${time}`, precision: MINUTE },
  instatus: { write: ({ short, day, seconds }) => `${short} ${day}, ${seconds}`, precision: 1000 },
  instatusYear: { write: ({ short, day, year, seconds }) => `${short} ${day}, ${year}, ${seconds}`, precision: 1000 },
}

/** Times as pages show them to readers. */
export const PAGE_SPELLINGS: readonly Spelling[] = Object.values(FORMS).flatMap(({ write, precision }) =>
  [...CLEAR, ...DOUBTFUL].map(([zone, offset], index) => ({
    write: (at) => `${write(localOf(at + offset * MINUTE))} ${zone}`.trim(),
    precision,
    isDoubtful: index >= CLEAR.length,
  })),
)

const ISO = (at: number) => new Date(at).toISOString()
/** Times as documents give them in full. */
export const FULL_SPELLINGS: readonly Spelling[] = [
  ...[
    (at: number) => new Date(at).toUTCString(),
    ISO,
    (at: number) => `${ISO(at + 7_200_000).slice(0, 19)}+02:00`,
    (at: number) => `${ISO(at).slice(0, 19).replace('T', ' ')} +0000 UTC`,
    (at: number) => `${ISO(at).slice(0, 19).replace('T', ' ')} UTC`,
    (at: number) => new Date(at - 7 * 3_600_000).toUTCString().replace('GMT', '-0700'),
  ].map((write) => ({ write, precision: 1000, isDoubtful: false })),
  ...PAGE_SPELLINGS.filter(({ write }) => / 20\d\d/.test(write(0).replace('1970', '2070'))),
]

function localOf(at: number): Local {
  const date = new Date(at)
  const [year, month, day] = [date.getUTCFullYear(), MONTHS[date.getUTCMonth()] as string, date.getUTCDate()]
  const seconds = date.toISOString().slice(11, 19)
  const hour = date.getUTCHours()
  const half = `${hour % 12 || 12}:${seconds.slice(3, 5)} ${hour < 12 ? 'AM' : 'PM'}`
  return { year, month, short: month.slice(0, 3), day, time: seconds.slice(0, 5), seconds, half }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function ordinal(day: number): string {
  const suffix = day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${suffix}`
}
