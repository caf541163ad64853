import { formatCount, listOf } from '#lib/domain/format.ts'
import type { CascadeLane, CascadeView } from '#lib/queries/schemas.ts'

/** More names than this would turn the sentence into a list. */
const MAX_NAMES = 5

/** "4 vendors had an outage on record in these 12 hours: … Courier linked to Cloudflare and WorkOS." Of what is known. */
export function cascadeSentence({ lanes, otherVendors, isCut, mentions, window }: CascadeView): string {
  const affected = lanes.filter(({ incidents }) => incidents.length > 0)
  const count = affected.length + otherVendors
  const hours = Math.round((window.to.getTime() - window.from.getTime()) / 3_600_000)
  const within = `in these ${formatCount(hours, 'hour')}`
  const names =
    isCut || otherVendors > 0 || affected.length > MAX_NAMES ? '' : `: ${listOf(affected.map(({ name }) => name))}`
  const open =
    count === 0
      ? `No outage on record was open ${within}.`
      : `${isCut ? 'At least ' : ''}${formatCount(count, 'vendor')} had an outage on record ${within}${names}.`
  return [open, ...linkSentences(lanes, mentions)].join(' ')
}

/** One for each vendor that names others, and how many more do. */
function linkSentences(lanes: CascadeLane[], mentions: CascadeView['mentions']): string[] {
  const nameOf = (key: string) => lanes.find((lane) => lane.key === key)?.name ?? key
  const naming = [...Map.groupBy(mentions, ({ fromLane }) => fromLane)]
  const sentences = naming.slice(0, MAX_NAMES).map(([key, all]) => {
    const [links, names] = [true, false].map((isLink) => all.filter(({ quote }) => (quote === null) === isLink))
    const wordsOf = (verb: string, some: CascadeView['mentions'] = []) => {
      const named = [...new Set(some.map(({ toLane }) => nameOf(toLane)))]
      if (named.length === 0) return []
      return [`${verb} ${named.length > MAX_NAMES ? formatCount(named.length, 'other vendor') : listOf(named)}`]
    }
    return `${nameOf(key)} ${[...wordsOf('linked to', links), ...wordsOf('named', names)].join(' and ')}.`
  })
  const more = naming.length - sentences.length
  return more === 0 ? sentences : [...sentences, `${formatCount(more, 'more vendor')} linked to or named others.`]
}

/** What the drawing's marks mean, of those that it has, and what it leaves out. */
export function cascadeNotes({ lanes, otherVendors, isCut, unread, mentions }: CascadeView): string {
  const incidents = lanes.flatMap((lane) => lane.incidents)
  const hosts = lanes.filter(({ slug }) => slug === null).map(({ name }) => name)
  return [
    mentions.some(({ quote }) => quote === null) && 'An arrow leads from a posting to the incident that it links to.',
    mentions.some(({ quote }) => quote !== null) &&
      'A dashed arrow leads from a posting to the vendor whose trouble it names; the table has its words.',
    lanes.some(({ unknown }) => unknown.length > 0) && 'Hatched: no data, so an outage there would not be shown.',
    lanes.some(({ partial }) => partial.length > 0) && 'A hatched strip: known in part.',
    incidents.some(({ isMinimum }) => isMinimum) && 'Dashed outline: it may have gone on longer.',
    hosts.length > 0 && `No vendor here has a status page at ${listOf(hosts)}.`,
    unread > 0 && `The texts of ${formatCount(unread, 'more outage')} were not searched for names of vendors.`,
    otherVendors > 0 &&
      `${isCut ? 'At least ' : ''}${formatCount(otherVendors, 'more vendor is', 'more vendors are')} not drawn.`,
  ]
    .filter((note) => note !== false)
    .join(' ')
}
