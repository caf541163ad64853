/** The versions of the method: each is a rule change that changed published figures. */
export const METHODS = [
  { version: 1, date: '2026-11-22', changes: [] },
  {
    version: 2,
    date: '2026-11-28',
    changes: [
      'An outage with an unknown end counts up to the last time its source was read, not up to now.',
      'If the vendor says that an outage is over but posts no closing update, the outage ends at its last update, instead of having no duration.',
      'Maintenance with only a known planned start has no duration, instead of lasting forever.',
      'If a start is up to five minutes after the read that first showed it, the time of that read counts; a start further ahead is not interpreted.',
      'For a local time that clocks show twice, the first of the two counts, whenever the source is read.',
      'A posting that we could not interpret is a notice and is not counted, instead of being an outage without an end.',
    ],
  },
] as const

/** The current version, which every figure follows. */
export const METHOD_VERSION = 2
