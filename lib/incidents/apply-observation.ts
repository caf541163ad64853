import { isSame } from '#lib/database/equal-json.ts'
import {
  type IncidentContent,
  listedIds,
  type Normalised,
  type NormalisedDocument,
  type NormalisedIncident,
  type UpdateContent,
} from '#lib/documents/normalise.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { minOf } from '#lib/domain/many.ts'
import { titleKey } from '#lib/domain/title-key.ts'
import { isNoise, isSameTime, withoutNoise } from './noise.ts'

/**
 * A source's state is the result of applying its accepted observations in the order of (observed at, sha256). What a
 * later observation says replaces the live version and leaves a revision. Applying the same observations in that order
 * gives the same state, whatever the order in which they arrived.
 */
export interface SourceState {
  /** By the id with which each was first named. */
  incidents: Map<string, IncidentState>
  /** The same incidents by all their other ids. */
  byOtherId: Map<string, IncidentState>
}

/** The live content, and the observation that first had it. */
export interface Version<Content> {
  content: Content
  modifiedAt: Date | null
  observedAt: Date
  sourceSha256: string
}

export interface Revision {
  field: string
  value: unknown
  /** The observation that first had this value. */
  observedAt: Date
  sourceSha256: string
  /** The observation that showed another value. */
  seenAt: Date
}

interface Chain<Content> {
  live: Version<Content>
  /** Former values, oldest first. */
  revisions: Revision[]
}

export interface IncidentState extends Chain<IncidentContent> {
  /** Row id; null before it is stored. */
  id: string | null
  externalId: string
  otherIds: Set<string>
  fullHash: string
  firstSeenAt: Date
  withdrawnAt: Date | null
  updates: Map<string, UpdateState>
}

export interface UpdateState extends Chain<UpdateContent> {
  id: string | null
  externalId: string
  isIdDerived: boolean
  firstSeenAt: Date
  editedAt: Date | null
  withdrawnAt: Date | null
}

/** One read of a document, or the part of it that concerns some incidents. */
export interface Observation {
  observedAt: Date
  /** sha256 of the document. */
  sourceSha256: string
  /** Its incidents, or those of them that are being applied. */
  incidents: NormalisedIncident[]
  /** The ids of all incidents that the document names. */
  lists: ReadonlySet<string>
  /** The ids of incidents whose own addresses answered 404 or 410. */
  gone: readonly string[]
  /** The kinds of which the document lists everything, so that a missing incident was withdrawn. */
  wholeOf: readonly Kind[]
}

export function emptyState(): SourceState {
  return { incidents: new Map(), byOtherId: new Map() }
}

/** The observation of a document that was read at `observedAt`. */
export function toObservation(normalised: NormalisedDocument, observedAt: Date, sourceSha256: string): Observation {
  return {
    observedAt,
    sourceSha256,
    incidents: normalised.incidents,
    lists: listedIds(normalised),
    gone: normalised.gone,
    wholeOf: normalised.completeness === 'whole' ? normalised.kinds : [],
  }
}

/**
 * Applies an observation that is later than everything in `state`. Returns whether it changed anything. If it did not,
 * applying it again later changes nothing either, until another observation has changed the state.
 */
export function applyObservation(state: SourceState, observation: Observation): boolean {
  const find = makeFinder(state, observation)
  let isNews = false
  for (const incoming of observation.incidents) {
    const incident = find(incoming)
    if (incident === undefined) {
      state.incidents.set(incoming.externalId, begin(incoming, observation))
      isNews = true
    } else if (!isNeedless(incident, incoming)) {
      const apply = isStale(incident.live, incoming) ? applyStaleCopy : applyIncident
      isNews = apply(incident, incoming, observation) || isNews
    }
    const known = incident ?? (state.incidents.get(incoming.externalId) as IncidentState)
    for (const id of [incoming.externalId, ...incoming.otherIds]) {
      if (id === known.externalId || state.incidents.has(id)) continue
      isNews ||= state.byOtherId.get(id) !== known
      known.otherIds.add(id)
      state.byOtherId.set(id, known)
    }
  }
  for (const id of observation.gone) {
    const incident = state.incidents.get(id) ?? state.byOtherId.get(id)
    if (incident !== undefined) isNews = withdraw(incident, observation) || isNews
  }
  if (observation.wholeOf.length === 0) return isNews
  for (const incident of state.incidents.values()) {
    if (!observation.wholeOf.includes(incident.live.content.kind) || isListedByItself(incident, observation)) continue
    isNews = withdraw(incident, observation) || isNews
  }
  return isNews
}

/** Returns false if it was withdrawn already. */
function withdraw(known: { withdrawnAt: Date | null }, { observedAt }: Observation): boolean {
  if (known.withdrawnAt !== null) return false
  known.withdrawnAt = observedAt
  return true
}

function begin(incoming: NormalisedIncident, observation: Observation): IncidentState {
  return {
    id: null,
    externalId: incoming.externalId,
    otherIds: new Set(),
    fullHash: incoming.fullHash,
    live: toVersion(incoming, observation),
    revisions: [],
    firstSeenAt: observation.observedAt,
    withdrawnAt: null,
    updates: new Map(incoming.updates.map((update) => [update.externalId, beginUpdate(update, incoming, observation)])),
  }
}

function beginUpdate(
  update: Normalised<UpdateContent>,
  { updateIdsDerived }: NormalisedIncident,
  observation: Observation,
): UpdateState {
  return {
    id: null,
    externalId: update.externalId,
    isIdDerived: updateIdsDerived,
    live: toVersion(update, observation),
    revisions: [],
    firstSeenAt: observation.observedAt,
    editedAt: null,
    withdrawnAt: null,
  }
}

/** Returns whether the incident changed. */
function applyIncident(incident: IncidentState, incoming: NormalisedIncident, observation: Observation): boolean {
  const losesDates =
    isUndated(incoming.content, incoming.updates.length) && !isUndated(incident.live.content, incident.updates.size)
  let isNews = incident.withdrawnAt !== null
  incident.fullHash = incoming.fullHash
  incident.withdrawnAt = null
  const completed = incoming.updateIdsDerived || losesDates ? fillIn(incoming, incident.live) : incoming
  const known = incoming.endIsLastChange ? keepEnd(completed, incident.live) : completed
  isNews = replace(incident, keepRating(known, incident.live), observation).isNews || isNews
  const matched = new Set<UpdateState>()
  for (const update of incoming.updates)
    isNews = applyUpdate(incident, update, incoming, observation, matched) || isNews
  if (!incoming.updatesComplete || losesDates) return isNews
  for (const update of incident.updates.values()) {
    if (!matched.has(update)) isNews = withdraw(update, observation) || isNews
  }
  return isNews
}

/** Whether it is a poorer copy of what the platform's own document gave. */
function isNeedless(incident: IncidentState, { isFallback }: NormalisedIncident): boolean {
  return isFallback && [...incident.updates.values()].some((update) => !update.isIdDerived)
}

/** Adds the matching update to `matched`. Returns whether the incoming update changed anything. */
function applyUpdate(
  incident: IncidentState,
  update: Normalised<UpdateContent>,
  incoming: NormalisedIncident,
  observation: Observation,
  matched: Set<UpdateState>,
): boolean {
  const known = incident.updates.get(update.externalId)
  const namesake = known ?? findInMinute(incident, update.content, !incoming.updateIdsDerived, matched)
  if (namesake === undefined) {
    const added = beginUpdate(update, incoming, observation)
    incident.updates.set(update.externalId, added)
    matched.add(added)
    return true
  }
  matched.add(namesake)
  const wasWithdrawn = namesake.withdrawnAt !== null
  namesake.withdrawnAt = null
  if (known === undefined) {
    if (incoming.updateIdsDerived) return wasWithdrawn
    // The same update in another format: the one with an id of its own is kept, since it carries more.
    identify(incident, namesake, update, observation)
    return true
  }
  if (isStale(known.live, update)) return keepAsRevision(known, update, observation) || wasWithdrawn
  const { changed, isNews } = replace(known, update, observation)
  const isEdit = changed.some((field) => field === 'body' || field === 'postedAt' || field === 'status')
  if (isEdit) known.editedAt ??= observation.observedAt
  return isNews || wasWithdrawn
}

/** An update of the same minute that is not in `matched` and whose id is (or is not) derived. */
export function findInMinute(
  incident: IncidentState,
  content: UpdateContent,
  isIdDerived: boolean,
  matched: ReadonlySet<UpdateState>,
): UpdateState | undefined {
  const minute = (time: Date) => Math.floor(time.getTime() / 60_000)
  return [...incident.updates.values()].find(
    (update) =>
      update.isIdDerived === isIdDerived &&
      !matched.has(update) &&
      minute(update.live.content.postedAt) === minute(content.postedAt),
  )
}

/** Replaces an update's derived id by the source's own. The content of the poorer format was no version of its own. */
function identify(
  incident: IncidentState,
  update: UpdateState,
  incoming: Normalised<UpdateContent>,
  observation: Observation,
): void {
  incident.updates.delete(update.externalId)
  update.externalId = incoming.externalId
  update.isIdDerived = false
  update.live = toVersion(incoming, observation)
  incident.updates.set(incoming.externalId, update)
}

/** Keeps known values (impact, dates) that a poorer format of the document leaves out. */
function fillIn(
  incoming: NormalisedIncident,
  { content, modifiedAt }: Version<IncidentContent>,
): Normalised<IncidentContent> {
  const isSilent = (value: unknown) =>
    value === null || value === 'unknown' || (Array.isArray(value) && value.length === 0)
  const entries = Object.entries(incoming.content).map(([field, value]) => [
    field,
    isSilent(value) ? content[field as keyof IncidentContent] : value,
  ])
  const { startedAfter, startedBefore } = content
  const filled = { ...(Object.fromEntries(entries) as IncidentContent), startedAfter, startedBefore }
  return { ...incoming, content: filled, modifiedAt: incoming.modifiedAt ?? modifiedAt }
}

/** Keeps the first end that was read of a closed incident if later ends are only times of its last change. */
function keepEnd(
  incoming: Normalised<IncidentContent>,
  { content }: Version<IncidentContent>,
): Normalised<IncidentContent> {
  const { status, statedEndedAt } = incoming.content
  if (statedEndedAt === null || content.statedEndedAt === null || content.status !== status) return incoming
  return { ...incoming, content: { ...incoming.content, statedEndedAt: content.statedEndedAt } }
}

/** Keeps a known impact where the incoming content has none, as on platforms that rate only what is open. */
function keepRating(
  incoming: Normalised<IncidentContent>,
  { content }: Version<IncidentContent>,
): Normalised<IncidentContent> {
  const { impact, sourceImpact } = incoming.content
  if (impact !== 'unknown' || sourceImpact !== null) return incoming
  return { ...incoming, content: { ...incoming.content, impact: content.impact, sourceImpact: content.sourceImpact } }
}

/**
 * Applies a copy from before the incident's last modification, such as a cache serves: what differs becomes a revision.
 * What the copy does not list means nothing. Returns whether anything changed.
 */
function applyStaleCopy(incident: IncidentState, incoming: NormalisedIncident, observation: Observation): boolean {
  let isNews = keepAsRevision(incident, incoming, observation)
  for (const update of incoming.updates) {
    const known = incident.updates.get(update.externalId)
    if (known === undefined) {
      // It existed once, and a newer copy no longer has it.
      incident.updates.set(update.externalId, {
        ...beginUpdate(update, incoming, observation),
        withdrawnAt: observation.observedAt,
      })
      isNews = true
    } else {
      isNews = keepAsRevision(known, update, observation) || isNews
    }
  }
  return isNews
}

/** Replaces the live content. Returns the fields that changed, each of which has left a revision. */
function replace<Content extends object>(
  chain: Chain<Content>,
  incoming: Normalised<Content>,
  observation: Observation,
): { changed: string[]; isNews: boolean } {
  const { content, modifiedAt, observedAt, sourceSha256 } = chain.live
  const finer = withoutNoise(
    { ...incoming, content: withoutNoise(incoming.content, content) },
    { ...incoming, modifiedAt },
  )
  const differing = differingFields(content, finer.content)
  const changed = differing.filter((field) => !isNoise(content[field], finer.content[field]))
  for (const field of changed) {
    chain.revisions.push({ field, value: content[field], observedAt, sourceSha256, seenAt: observation.observedAt })
  }
  // A changed modification time alone makes no new version: the first observation of this content stays.
  chain.live =
    changed.length === 0
      ? { ...toVersion(finer, observation), observedAt, sourceSha256 }
      : toVersion(finer, observation)
  return { changed, isNews: differing.length > 0 || !isSame(modifiedAt, finer.modifiedAt) }
}

/** Stores differing values as revisions. Returns whether any of them was unknown. */
function keepAsRevision<Content extends object>(
  chain: Chain<Content>,
  incoming: Normalised<Content>,
  observation: Observation,
): boolean {
  const { observedAt, sourceSha256 } = observation
  const before = chain.revisions.length
  for (const field of differingFields(chain.live.content, incoming.content)) {
    const value = incoming.content[field]
    if (isNoise(chain.live.content[field], value)) continue
    const isKnown = chain.revisions.some((revision) => revision.field === field && isSame(revision.value, value))
    if (!isKnown) chain.revisions.push({ field, value, observedAt, sourceSha256, seenAt: observedAt })
  }
  return chain.revisions.length > before
}

function isStale(live: Version<unknown>, incoming: Normalised<unknown>): boolean {
  if (live.modifiedAt === null || incoming.modifiedAt === null) return false
  return incoming.modifiedAt < live.modifiedAt && !isSameTime(incoming.modifiedAt, live.modifiedAt)
}

function toVersion<Content>(
  incoming: Normalised<Content>,
  { observedAt, sourceSha256 }: Observation,
): Version<Content> {
  return { content: incoming.content, modifiedAt: incoming.modifiedAt, observedAt, sourceSha256 }
}

function differingFields<Content extends object>(one: Content, other: Content): (keyof Content & string)[] {
  return (Object.keys(one) as (keyof Content & string)[]).filter((field) => !isSame(one[field], other[field]))
}

/**
 * Finds the incident that incoming content is about: by its ids, or for an incident listed without a date, by the same
 * title and agreeing dates, if exactly one matches and the document does not list that one separately.
 */
function makeFinder(
  state: SourceState,
  observation: Observation,
): (incoming: NormalisedIncident) => IncidentState | undefined {
  const byId = (id: string) => state.incidents.get(id) ?? state.byOtherId.get(id)
  // The document also lists what it changes, so the candidates stay the same while it is applied.
  let namesakes: Map<string, Candidate[]> | undefined
  return (incoming) => {
    for (const id of [incoming.externalId, ...incoming.otherIds]) {
      const incident = byId(id)
      if (incident !== undefined) return incident
    }
    namesakes ??= Map.groupBy(listCandidates(state, observation), ({ key }) => key)
    const candidates = namesakes.get(titleKey(incoming.content.title))
    if (candidates === undefined) return
    const updates = incoming.updates.map(({ content }) => content)
    const isIncomingUndated = isUndated(incoming.content, updates.length)
    const place = placeOf(incoming.content, updates)
    // Without a time and without a place in the list, a title alone proves nothing: maintenance recurs under the same
    // title.
    if (!isPlaced(place)) return
    let match: IncidentState | undefined
    for (const candidate of candidates) {
      if (!isIncomingUndated && !candidate.isUndated) continue
      if (candidate.incident.live.content.kind !== incoming.content.kind || !isPlaced(candidate)) continue
      if (candidate.from > place.to || place.from > candidate.to) continue
      if (isListedByItself(candidate.incident, observation)) continue
      if (match !== undefined) return
      match = candidate.incident
    }
    return match
  }
}

interface Candidate {
  incident: IncidentState
  /** Of its title. */
  key: string
  isUndated: boolean
  from: number
  to: number
}

function listCandidates(state: SourceState, observation: Observation): Candidate[] {
  return [...state.incidents.values()].flatMap((incident): Candidate[] => {
    if (isListedByItself(incident, observation)) return []
    const { content } = incident.live
    const updates = [...incident.updates.values()].map((update) => update.live.content)
    const place = placeOf(content, updates)
    return [{ incident, key: titleKey(content.title), isUndated: isUndated(content, updates.length), ...place }]
  })
}

export function isUndated(content: IncidentContent, updateCount: number): boolean {
  return updateCount === 0 && content.statedStartedAt === null && content.scheduledFrom === null
}

/** The interval in which an incident began: its start, or the bounds of an undated one. */
function placeOf(content: IncidentContent, updates: UpdateContent[]): { from: number; to: number } {
  if (isUndated(content, updates.length)) {
    return {
      from: content.startedAfter?.getTime() ?? Number.NEGATIVE_INFINITY,
      to: content.startedBefore?.getTime() ?? Number.POSITIVE_INFINITY,
    }
  }
  const times = [content.statedStartedAt, content.scheduledFrom, ...updates.map((update) => update.postedAt)]
  const start = minOf(times.filter((time) => time !== null).map((time) => time.getTime()))
  return { from: start, to: start }
}

function isPlaced({ from, to }: { from: number; to: number }): boolean {
  return Number.isFinite(from) || Number.isFinite(to)
}

function isListedByItself(incident: IncidentState, observation: Observation): boolean {
  return [incident.externalId, ...incident.otherIds].some((id) => observation.lists.has(id))
}
