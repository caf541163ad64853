/** The rule of each figure in one sentence, and the anchor on /methodology that explains it in full. */
export const FIGURE_RULES = {
  count: {
    title: 'Incidents',
    rule: 'Everything that started inside the window, counted once however many updates it has.',
    anchor: 'totals',
  },
  downtime: {
    title: 'Downtime',
    rule: 'The time in which at least one incident was open, limited to the window. Time in which incidents overlap counts once.',
    anchor: 'totals',
  },
  rate: {
    title: 'Per month',
    rule: 'The count divided by the known months of the window, not by its calendar months.',
    anchor: 'window',
  },
  median: {
    title: 'Median',
    rule: 'Half of the finished incidents with a known duration lasted this long or less. Not shown for fewer than five.',
    anchor: 'totals',
  },
  p90: {
    title: '90th percentile',
    rule: 'Nine of ten finished incidents with a known duration lasted this long or less. Not shown for fewer than ten.',
    anchor: 'totals',
  },
  longest: {
    title: 'Longest',
    rule: 'The longest finished incident of the window, from its start to its end, even if the end is outside the window.',
    anchor: 'totals',
  },
  mitigate: {
    title: 'Time to mitigate, median',
    rule: 'From the start to the first update that says the vendor is monitoring a fix. Not shown for fewer than five.',
    anchor: 'mitigate',
  },
  sum: {
    title: 'Sum of durations',
    rule: 'The durations of the same incidents added up, so time in which incidents overlap counts more than once. A sum above the downtime means that some were open at the same time.',
    anchor: 'totals',
  },
  unreported: {
    title: 'Not reported',
    rule: 'Incidents for which the vendor gave no duration, for example a single post that is already resolved. They count as incidents but add no downtime.',
    anchor: 'basis',
  },
  quiet: {
    title: 'Time without a posted incident',
    rule: 'The share of the known time in which no incident was open, rounded down. This is not uptime: we see what is posted, not what fails.',
    anchor: 'totals',
  },
  since: {
    title: 'Known since',
    rule: 'The moment from which we know this history. We have no data from before, which is not the same as no incidents.',
    anchor: 'coverage',
  },
} as const

export type FigureKey = keyof typeof FIGURE_RULES

export function noteId(key: FigureKey): string {
  return `rule-${key}`
}
