import { z } from 'zod'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { formatDuration, formatInstant } from '#lib/domain/format.ts'
import { STATUSES } from '#lib/domain/incident.ts'
import { describeStatus, markUpdate } from '#lib/formats/text.ts'
import { findPresentId, getIncident } from '#lib/queries/incidents.ts'
import type { UpdateView } from '#lib/queries/schemas.ts'
import { normalisePublicId } from '#lib/url/public-id.ts'
import { briefLine, briefSchema, instantSchema, nullableInstant, toBrief, toText } from '../brief.ts'
import { defineTool } from '../tool.ts'

/** The newest of a long timeline, and the beginning of a long text; the permalink has all of it. */
const MAX_UPDATES = 40
const MAX_BODY = 1_500
const MAX_LISTED = 20

export const incidentInFull = defineTool({
  name: 'get_incident',
  title: 'One incident',
  description:
    'One incident with its timeline, its duration and the basis of it, edits, corrections, links to incidents of other vendors, and outages of others at the same time.',
  input: z.strictObject({
    incident: z.string().trim().min(1).max(400).describe('Its id or permalink.'),
  }),
  output: z.object({
    incident: briefSchema,
    sourceUrl: z.string().nullable().describe("Where it stands on the vendor's own page."),
    timeToMitigateSeconds: z.int().nullable(),
    scheduledFrom: nullableInstant,
    scheduledUntil: nullableInstant,
    updateCount: z.int(),
    updates: z
      .array(
        z.object({
          postedAt: instantSchema,
          status: z.enum(STATUSES).nullable(),
          text: z.string().describe(`The vendor's own words, at most ${MAX_BODY} characters.`),
          editedAt: nullableInstant,
          withdrawnAt: nullableInstant,
        }),
      )
      .describe(`Oldest first; the newest ${MAX_UPDATES}.`),
    editCount: z.int().describe('How many values the vendor changed after it had posted them.'),
    corrections: z
      .array(z.object({ field: z.string(), reason: z.string(), revokedAt: nullableInstant }))
      .describe(`Made on this site; at most ${MAX_LISTED}.`),
    mentions: z.array(z.object({ url: z.string(), permalink: z.url().nullable() })).describe(`At most ${MAX_LISTED}.`),
    sameTime: z.array(briefSchema).describe('Outages of other vendors that overlap it, at most 10.'),
  }),
  async answer({ incident: text }, now) {
    const id = normalisePublicId(/\/incidents\/([^/?#]+)/.exec(text)?.[1] ?? text)
    if (id === null) throw new InvalidInputError('incident must be the id or the permalink of an incident.', 'incident')
    const found = (await getIncident(id, now)) ?? (await readPresent(id, now))
    if (found === null) throw new NotFoundError(`There is no incident "${id}".`)
    const updates = found.updates.slice(-MAX_UPDATES)
    return {
      text: [
        briefLine(found),
        ...(found.timeToMitigateSeconds === null
          ? []
          : [`Time to mitigate: ${formatDuration(found.timeToMitigateSeconds)}.`]),
        ...(found.statedWindow === null ? [] : [`The vendor's text states a window: "${found.statedWindow.quote}".`]),
        ...updates.map(
          (update) =>
            `${formatInstant(update.postedAt)} ${describeStatus(update)}${markUpdate(update)}: ${cut(update.body)}`,
        ),
      ].join('\n'),
      data: {
        incident: toBrief(found),
        sourceUrl: found.sourceUrl,
        timeToMitigateSeconds: found.timeToMitigateSeconds,
        scheduledFrom: toText(found.scheduledFrom),
        scheduledUntil: toText(found.scheduledUntil),
        updateCount: found.updateCount,
        updates: updates.map(toUpdate),
        editCount: found.revisions.length,
        corrections: found.corrections
          .slice(-MAX_LISTED)
          .map(({ field, reason, revokedAt }) => ({ field, reason, revokedAt: toText(revokedAt) })),
        mentions: found.mentions
          .slice(0, MAX_LISTED)
          .map(({ url, incident }) => ({ url, permalink: incident?.permalink ?? null })),
        sameTime: found.sameTime.slice(0, 10).map(toBrief),
      },
    }
  },
})

/** A former id leads to the incident's present one. */
async function readPresent(id: string, now: Date) {
  const present = await findPresentId(id)
  return present === null ? null : await getIncident(present, now)
}

function toUpdate({ postedAt, status, body, editedAt, withdrawnAt }: UpdateView) {
  return {
    postedAt: postedAt.toISOString(),
    status,
    text: cut(body),
    editedAt: toText(editedAt),
    withdrawnAt: toText(withdrawnAt),
  }
}

function cut(text: string): string {
  return text.length <= MAX_BODY ? text : `${text.slice(0, MAX_BODY - 1).toWellFormed()}…`
}
