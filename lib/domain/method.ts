/** The versions of the method: each is a rule change that changed published figures. */
export const METHODS = [
  { version: 1, date: '2026-11-22', changes: [] },
  {
    version: 2,
    date: '2026-11-28',
    changes: [
      'An outage whose end is not known counts up to the last time its source was read, not up to now.',
      'An outage that was called over without a closing update ends at its last update, instead of having no duration.',
      'Maintenance of which only the planned start is known has no duration, instead of going on for ever.',
      'A start up to five minutes after the reading that first had it is the time of that reading; one further ahead is not understood.',
      'A local time that clocks show twice is the first of the two, whenever it is read.',
      'What is not understood is kept as a notice that counts in nothing, instead of as an outage without end.',
    ],
  },
] as const

/** The current version, which every figure follows. */
export const METHOD_VERSION = 2
