import type { DurationBasis, Kind } from '#lib/domain/incident.ts'
import { type Entry, type Markup, PAGE } from './feed-markup.ts'
import { endOf, lastState, type Step, type Story, startOf } from './feed-stories.ts'
import type { Spelling } from './feed-times.ts'
import { contentWith, LANGUAGES, type Place, titleWith, type Wording, wordFor } from './feed-words.ts'

/** A vendor's way of writing its feed. */
export interface Dialect extends Markup, Wording {
  layout: keyof typeof LAYOUTS
  place: Place
  /** What an item with a timeline says about its state outside the timeline. */
  head: 'nothing' | 'state' | 'always over' | 'always open'
  /** Which time an item with a timeline gives as its own. */
  published: 'newest' | 'oldest' | 'edited' | 'none'
  /** Seconds. */
  editedAfter: number
  ids: 'own' | 'link' | 'fragment' | 'page'
  isNewestFirst: boolean
  hasOneTitle: boolean
  /** Whether the last state is given by an unknown word. */
  isUnknown: boolean
  /** Whether one entry's time is unreadable, or a stated end is before its start. */
  isBroken: boolean
  pageSpelling: Spelling
  fullSpelling: Spelling
}

interface Teller extends Dialect {
  /** The index of the story in the feed. */
  number: number
}

interface SpanTold {
  startedAt: number | null
  endedAt: number | null
  basis: DurationBasis
}

/** The expected reading of one story, as far as its dialect expresses it. */
export interface Expectation {
  kind: Kind
  /** Any of these is correct, and so is `unclear` in doubtful cases. */
  spans: SpanTold[]
  isDoubtful: boolean
}

export interface Told {
  entries: Entry[]
  expected: Expectation
}

type Layout = (story: Story, teller: Teller) => Told

export const LAYOUTS = {
  page: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writePageEntry),
  dated: (story, teller) => tellTimeline(story, teller, RFC_822, writeDatedEntry),
  plain: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writePlainEntry),
  rows: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writeRow),
  bullets: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writeBullet),
  definitions: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writeDefinition),
  headings: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writeHeading),
  closing: (story, teller) => tellTimeline(story, teller, teller.pageSpelling, writeClosing),
  newest: tellNewest,
  span: tellSpan,
  labels: tellLabels,
  cstate: tellCstate,
  updates: tellUpdates,
  fireHydrant: tellFireHydrant,
  kener: tellKener,
  announcement: tellAnnouncement,
} satisfies Record<string, Layout>

const RFC_822: Spelling = { write: (at) => new Date(at).toUTCString(), precision: 1000, isDoubtful: false }
const UNKNOWN = 'Fizzling'
const UNDATED: SpanTold = { startedAt: null, endedAt: null, basis: 'undated' }

/** `<p><small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - text</p>` */
function writePageEntry(time: string, word: string, text: string): string {
  return `<p><small>${time}</small><br><strong>${word}</strong> - ${text}</p>`
}

/** `<p><strong>Fri, 31 Jul 2026 11:45:00 GMT</strong></p><h3>Identified</h3><p>text</p>` */
function writeDatedEntry(time: string, word: string, text: string): string {
  return `<div><p><strong>${time}</strong></p><h3>${word}</h3><p>${text}</p></div>`
}

/** `Sep 25, 15:15:00 GMT+0 - Investigating - text` */
function writePlainEntry(time: string, word: string, text: string): string {
  return `${time} - ${word} - ${text}\n`
}

/** `<tr><td>Aug 21, 00:37 UTC</td><td>Resolved</td><td>text</td></tr>` */
function writeRow(time: string, word: string, text: string): string {
  return `<tr><td>${time}</td><td>${word}</td><td>${text}</td></tr>`
}

/** `<li><b>Aug 21, 00:37 UTC</b> Resolved: text</li>` */
function writeBullet(time: string, word: string, text: string): string {
  return `<li><b>${time}</b> ${word}: ${text}</li>`
}

/** `<dt>Resolved <small>Aug 21, 00:37 UTC</small></dt><dd>text</dd>` */
function writeDefinition(time: string, word: string, text: string): string {
  return `<dt>${word} <small>${time}</small></dt><dd>${text}</dd>`
}

/** `<h4 class="s">Resolved</h4><div>text</div><p><em>Aug 21, 00:37 UTC</em></p>` */
function writeHeading(time: string, word: string, text: string): string {
  return `<h4 class="s">${word}</h4><div>${text}</div><p><em>${time}</em></p>`
}

/** `<div><strong>Resolved</strong> - text (Aug 21, 00:37 UTC)</div>` */
function writeClosing(time: string, word: string, text: string): string {
  return `<div><strong>${word}</strong> - ${text} (${time})</div>`
}

/** One item with all steps in its text. */
function tellTimeline(
  story: Story,
  teller: Teller,
  spelling: Spelling,
  write: (time: string, word: string, text: string) => string,
): Told {
  const { steps } = story
  const last = steps.findLast(({ state }) => state !== 'postmortem') as Step
  const newest = steps.at(-1) as Step
  const stated = teller.head === 'nothing' ? null : headState(story, teller)
  // In plain text, an entry without a time is part of the previous one.
  const isOdd = teller.isBroken && teller.layout === 'page'
  const entries = steps.map((step) =>
    write(
      isOdd && step === last ? 'the other day' : spelling.write(step.at),
      labelOf(step, story, teller),
      textOf(teller),
    ),
  )
  const publishedAt = {
    newest: newest.at,
    oldest: (steps[0] as Step).at,
    edited: editedAt(story, newest, teller),
    none: undefined,
  }[teller.published]
  const timeline = (teller.isNewestFirst ? entries.toReversed() : entries).join('')
  const word = stated && wordFor(stated, teller)
  const isHtml = timeline.includes('<')
  const head = word !== null && teller.place === 'line' && isHtml ? `<h3>Status: ${word}</h3>` : ''
  const isInTitle = word !== null && titleWith('', word, teller.place) !== ''
  const isStated = head !== '' || isInTitle
  const title = isInTitle ? titleWith(titleOf(story, teller), word, teller.place) : titleOf(story, teller)
  const cut = ({ startedAt, endedAt, basis }: SpanTold) => ({
    startedAt: startedAt && floor(startedAt, spelling),
    endedAt: endedAt && floor(endedAt, spelling),
    basis,
  })
  const year = / 20\d\d/.test(spelling.write(last.at))
  const isDoubtful = isOdd || spelling.isDoubtful || teller.isUnknown || (publishedAt === undefined && !year)
  const spans = spansOf(story).map(cut)
  // Contradictions: an incident called over ended with its last entry, unless that reopened it.
  if (isStated && teller.head === 'always over' && endOf(steps) === null) {
    const seen = steps.filter(({ state }) => state !== 'postmortem' && state !== 'scheduled').at(-1)?.at ?? null
    spans.push(cut({ startedAt: startOf(story), endedAt: seen, basis: 'seen' }))
    spans.push(cut({ startedAt: startOf(story), endedAt: startOf(story), basis: 'single' }))
  }
  // An incident is over if the head or a post-mortem says so, after a newest state in an unknown word.
  if (teller.isUnknown && (isStated || steps.at(-1)?.state === 'postmortem')) {
    spans.push(cut({ startedAt: startOf(story), endedAt: last.at, basis: 'seen' }))
    spans.push(cut({ startedAt: startOf(story), endedAt: startOf(story), basis: 'single' }))
  }
  // A text without any known word is not a timeline: only the head counts.
  if (
    teller.isUnknown &&
    isStated &&
    teller.layout !== 'page' &&
    teller.layout !== 'dated' &&
    publishedAt !== undefined &&
    teller.head !== 'always over'
  ) {
    spans.push({ startedAt: publishedAt, endedAt: null, basis: 'ongoing' })
  }
  // Without times in its text, only the item's time counts.
  if (isDoubtful && publishedAt !== undefined) {
    spans.push({ startedAt: publishedAt, endedAt: publishedAt, basis: 'single' })
  }
  if (isDoubtful) spans.push(UNDATED)
  return {
    entries: [{ ...identify(teller), title, published: publishedAt, content: head + timeline }],
    expected: { kind: story.kind, spans, isDoubtful },
  }
}

/**
 * Never a number of half hours after an entry: with an unknown zone, the document could not distinguish that from the entry's
 * own time.
 */
function editedAt({ steps }: Story, last: Step, { editedAfter }: Teller): number {
  let at = last.at + editedAfter * 1000
  while (steps.some((step) => (at - step.at + 120_000) % 1_800_000 < 240_000)) at += 240_000
  return at
}

function headState(story: Story, { head }: Teller): Step['state'] {
  if (head === 'state') return lastState(story).state
  const isOfIncident = story.kind === 'incident'
  if (head === 'always over') return isOfIncident ? 'resolved' : 'completed'
  return isOfIncident ? 'investigating' : 'in_progress'
}

/** One item with the newest state and its time. */
function tellNewest(story: Story, teller: Teller): Told {
  const { at, state } = lastState(story)
  const isOver = endOf(story.steps) !== null
  const span: SpanTold = { startedAt: at, endedAt: isOver ? at : null, basis: isOver ? 'single' : 'ongoing' }
  const isUndated = teller.published === 'none' && teller.layout === 'newest'
  return {
    entries: [{ ...identify(teller), ...wordsOf({ at, state }, story, teller), published: isUndated ? undefined : at }],
    expected: {
      kind: story.kind,
      spans: [isUndated ? UNDATED : span],
      isDoubtful: teller.isUnknown,
    },
  }
}

/** One item whose `published` is the start and whose `updated` is the newest state's time (Hund). */
function tellSpan(story: Story, teller: Teller): Told {
  const start = startOf(story)
  const { at, state } = lastState(story)
  if (teller.format === 'rdf' || (story.kind === 'maintenance' && state !== 'completed'))
    return tellNewest(story, teller)
  const isOver = endOf(story.steps) !== null
  const isLong = at > start
  const basis = !isOver ? 'ongoing' : isLong ? 'reported' : 'single'
  return {
    entries: [{ ...identify(teller), ...wordsOf({ at, state }, story, teller), published: start, updated: at }],
    expected: {
      kind: story.kind,
      spans: [{ startedAt: start, endedAt: isOver ? at : null, basis }],
      isDoubtful: teller.isUnknown,
    },
  }
}

/** One item with its start and end in lines of their own. */
function tellLabels(story: Story, teller: Teller): Told {
  const { fullSpelling: spelling, number } = teller
  const start = startOf(story)
  const end = endOf(story.steps)
  const { state } = lastState(story)
  const word = teller.isUnknown ? UNKNOWN : wordFor(state, teller)
  const [from, until] = number % 2 === 0 ? ['Outage Start', 'Outage End'] : ['Started at', 'Ended at']
  const startedAt = floor(start, spelling)
  const endedAt = end && floor(end, spelling)
  const basis = end === null ? 'ongoing' : end - start >= 60_000 ? 'reported' : 'single'
  // A maintenance known only to be over, and entries within a minute.
  const isShort = endedAt !== null && endedAt - startedAt < 60_000
  const isReversed = teller.isBroken && endedAt !== null && !isShort
  const [first, second] = isReversed ? [end ?? start, start] : [start, end]
  const lines = [
    `Type: ${story.kind === 'incident' ? 'Incident' : 'Maintenance'}`,
    `Status: ${word}`,
    `${from}: ${spelling.write(first)}`,
    ...(second === null ? [] : [`${until}: ${spelling.write(second)}`]),
  ]
  return {
    entries: [
      {
        ...identify(teller),
        title: titleOf(story, teller),
        published: (end ?? start) + 3_600_000,
        content:
          teller.place === 'line'
            ? `${lines.join('\n')}\n${textOf(teller)}`
            : lines
                .concat(textOf(teller))
                .map((line) => `<p>${line}</p>`)
                .join(''),
      },
    ],
    expected: {
      kind: story.kind,
      spans: [
        isReversed
          ? { startedAt: endedAt, endedAt: null, basis: 'impossible' }
          : { startedAt, endedAt: isShort ? startedAt : endedAt, basis: isShort ? 'single' : basis },
      ],
      isDoubtful: spelling.isDoubtful || teller.isUnknown,
    },
  }
}

/** The state before the title, the start as the item's time, and the end as a category (cState). */
function tellCstate(story: Story, teller: Teller): Told {
  const start = startOf(story)
  const end = endOf(story.steps)
  if (story.kind === 'maintenance' || end === null) return tellNewest(story, teller)
  const isShort = end - start < 60_000
  const category = `${new Date(end).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
  return {
    entries: [
      {
        ...identify(teller),
        title: `[${wordFor('resolved', teller)}] ${titleOf(story, teller)}`,
        published: start,
        content: textOf(teller),
        categories: [category],
      },
    ],
    expected: {
      kind: story.kind,
      spans: [{ startedAt: start, endedAt: isShort ? start : end, basis: isShort ? 'single' : 'reported' }],
      isDoubtful: false,
    },
  }
}

/** An item for every step, grouped by the fragment of the id, by the link or by the title. */
function tellUpdates(story: Story, teller: Teller): Told {
  const isByTitle = teller.ids === 'page' || teller.ids === 'own'
  // By title alone, a reopened story is a separate one.
  const end = endOf(story.steps)
  const reopens = story.steps.some(({ at, state }) => state === 'resolved' && at !== end)
  const steps = isByTitle && reopens ? story.steps.slice(0, 1) : story.steps
  const told = { ...story, steps }
  const { id, link } = identify(teller)
  const entries = steps.map((step, index) => ({
    id: teller.ids === 'fragment' ? `${id}#${index}` : teller.ids === 'page' ? PAGE : `${id}-${index}`,
    link: isByTitle ? PAGE : (link ?? PAGE),
    ...wordsOf(step, told, teller),
    published: step.at,
  }))
  const spans = spansOf(told)
  // An incident with a post-mortem is over, if only its closing word was unknown.
  const seen = steps.findLast(({ state }) => state !== 'postmortem')?.at ?? null
  if (teller.isUnknown && steps.at(-1)?.state === 'postmortem')
    spans.push({ startedAt: startOf(told), endedAt: seen, basis: 'seen' })
  return { entries, expected: { kind: story.kind, spans, isDoubtful: teller.isUnknown } }
}

/** An item for every step, grouped by the link, with the kind of entry before the title in quotation marks. */
function tellFireHydrant(story: Story, teller: Teller): Told {
  if (story.kind === 'maintenance') return tellUpdates(story, { ...teller, ids: 'link', isUnknown: false })
  const { link = PAGE } = identify({ ...teller, ids: 'link' })
  const entries = story.steps.map((step, index) => ({
    id: `${link}-${index}`,
    link,
    title: `${index === 0 ? 'New incident:' : step.state === 'note' ? 'Note on incident' : 'Update for incident'} "${titleOf(story, teller)}"`,
    published: step.at,
    content: `<p>${step.state === 'note' ? '' : `Milestone is now '${step.state}'. `}${textOf(teller)}</p>`,
  }))
  return { entries, expected: { kind: 'incident', spans: spansOf(story), isDoubtful: false } }
}

/** The kind before the title, labelled lines, and for planned work the plan, rewritten to match what happened (Kener). */
function tellKener(story: Story, teller: Teller): Told {
  const { at, state } = lastState(story)
  if (story.kind === 'incident') {
    const told = tellNewest(story, { ...teller, place: 'line' })
    return { ...told, entries: told.entries.map((entry) => ({ ...entry, title: `[Incident] ${entry.title}` })) }
  }
  const start = startOf(story)
  const isOver = state === 'completed'
  const end = isOver && at > start ? at : start + 3_600_000
  const word = state === 'completed' ? 'COMPLETED' : state === 'in_progress' ? 'ONGOING' : 'READY'
  const plan = `Scheduled: ${new Date(start).toUTCString()} → ${new Date(end).toUTCString()}`
  return {
    entries: [
      {
        ...identify(teller),
        title: `[Maintenance] ${titleOf(story, teller)}`,
        published: start,
        content: `<p>Status: ${word}</p><p>Affected: Mail, Desk</p><p>${plan}</p><p>${textOf(teller)}</p>`,
      },
    ],
    expected: {
      kind: 'maintenance',
      spans: [
        // If the planned end has passed, it is the end, whatever the word says.
        { startedAt: start, endedAt: end, basis: 'reported' },
      ],
      isDoubtful: false,
    },
  }
}

/** Not incidents: an announcement, a release or a cancelled plan. Notices count in no figure except their own. */
function tellAnnouncement(story: Story, teller: Teller): Told {
  const { at } = story.steps[0] as Step
  const [mark = '', content = ''] = [
    ['[Announcement] ', ''],
    ['', '<p>Type: Release</p>'],
    ['', '<p>Status: Cancelled</p>'],
  ][teller.number % 3] as string[]
  return {
    entries: [
      {
        ...identify(teller),
        title: `${mark}${titleOf(story, teller)}`,
        published: at,
        content: `${content}<p>${textOf(teller)}</p>`,
      },
    ],
    expected: {
      kind: 'notice',
      spans: [{ startedAt: at, endedAt: null, basis: 'ongoing' }],
      isDoubtful: false,
    },
  }
}

/** The combined reading of all steps. */
function spansOf(story: Story): SpanTold[] {
  const endedAt = endOf(story.steps)
  const startedAt = startOf(story)
  if (endedAt === null) return [{ startedAt, endedAt, basis: 'ongoing' }]
  const isReported = endedAt > startedAt || (story.kind === 'incident' && story.steps.length > 1)
  return [{ startedAt, endedAt, basis: isReported ? 'reported' : 'single' }]
}

function floor(at: number, { precision }: Spelling): number {
  return Math.floor(at / precision) * precision
}

function identify({ ids, number }: Teller): Pick<Entry, 'id' | 'link'> {
  const link = `${PAGE}/i/case-${number}`
  if (ids === 'link') return { link, id: link }
  if (ids === 'fragment') return { id: `incident/case-${number}`, link: PAGE }
  return ids === 'page' ? { id: `${PAGE}/#case-${number}`, link: PAGE } : { id: `case-${number}`, link }
}

/** A feed may use the same title for all its stories. */
function titleOf({ kind }: Story, { hasOneTitle, language, number }: Teller): string {
  const mark = hasOneTitle ? '' : ` case-${number}`
  return kind === 'maintenance'
    ? `Database${mark} ${(LANGUAGES[language] as { maintenance: string }).maintenance}`
    : `Checkout${mark} slow`
}

function textOf({ number }: Teller): string {
  return `Words on case-${number}.`
}

/** The text of a step's item, with the state where the dialect puts it. */
function wordsOf(step: Step, story: Story, teller: Teller): Pick<Entry, 'title' | 'content' | 'categories'> {
  const word = labelOf(step, story, teller)
  // A word in a title counts as a state only if it is a known one.
  const place = word === UNKNOWN ? 'line' : teller.place
  return {
    title: titleWith(titleOf(story, teller), word, place),
    content: contentWith(textOf(teller), word, place),
    ...(place === 'category' ? { categories: [word] } : {}),
  }
}

function labelOf(step: Step, story: Story, teller: Teller): string {
  return teller.isUnknown && step.at === lastState(story).at ? UNKNOWN : wordFor(step.state, teller)
}
