/** The rule of each figure in one sentence, and the anchor on /methodology that explains it in full. */
export const FIGURE_RULES = {
  count: {
    title: 'How many',
    rule: 'What started inside the window. It counts once, however many updates it has.',
    anchor: 'totals',
  },
  downtime: {
    title: 'Downtime',
    rule: 'The time in which at least one incident was open, cut to the window. Where incidents overlap, the time counts once.',
    anchor: 'totals',
  },
  rate: {
    title: 'Per month',
    rule: 'The count divided by the months of the window that we know, not by the months of the calendar.',
    anchor: 'window',
  },
  median: {
    title: 'Median',
    rule: 'Half of the finished incidents with a known duration lasted this long or less. Not shown for fewer than five.',
    anchor: 'totals',
  },
  p90: {
    title: '90th percentile',
    rule: 'Nine of ten finished incidents with a known duration lasted this long or less. Not shown for fewer than five.',
    anchor: 'totals',
  },
  longest: {
    title: 'Longest',
    rule: 'The longest finished incident of the window, from its start to its end, even where that lies outside the window.',
    anchor: 'totals',
  },
  mitigate: {
    title: 'Time to mitigate, median',
    rule: 'From the start to the first update that says the vendor is watching a fix. Not shown for fewer than five.',
    anchor: 'mitigate',
  },
  sum: {
    title: 'Durations added up',
    rule: 'The same incidents without the care for overlaps. Where it is more than the downtime, some were open at the same time.',
    anchor: 'totals',
  },
  unreported: {
    title: 'Not reported',
    rule: 'Incidents whose length the vendor has not given, such as one posting that is resolved already. They count, and add no downtime.',
    anchor: 'basis',
  },
  quiet: {
    title: 'Time without a posted incident',
    rule: 'The share of the known time in which nothing was open, rounded down. It is not uptime: we see what is posted, not what fails.',
    anchor: 'totals',
  },
  since: {
    title: 'Known since',
    rule: 'The first moment of which we know this history. Before it there is no data, which is not the same as no incidents.',
    anchor: 'coverage',
  },
} as const

export type FigureKey = keyof typeof FIGURE_RULES

export function noteId(key: FigureKey): string {
  return `rule-${key}`
}
