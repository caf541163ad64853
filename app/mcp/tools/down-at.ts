import { z } from 'zod'
import { atSentence, momentKnownWords } from '#components/at/at-sentence.ts'
import { getEnv } from '#lib/env.ts'
import { listIncidentsAt, readCoverageAt } from '#lib/queries/at.ts'
import { findNamedVendor } from '#lib/queries/named-vendor.ts'
import type { CoverageAt, IncidentView } from '#lib/queries/schemas.ts'
import { parseMoment } from '#lib/text/local-instant.ts'
import { vendorArgument } from '../arguments.ts'
import { briefLine, briefSchema, instantSchema, toBrief } from '../brief.ts'
import { defineTool } from '../tool.ts'

const MAX_SHOWN = 25

const VERDICTS = ['incident open', 'none posted', 'not known'] as const

export const downAt = defineTool({
  name: 'what_was_down_at',
  title: 'What was down at a moment',
  description:
    'The incidents and maintenances that were open at an instant, and how many vendors are known at that moment. Name vendors to get a verdict for each; "not known" means that the absence of incidents proves nothing.',
  input: z.strictObject({
    t: z.string().max(40).optional().describe('ISO 8601, with its zone or with `zone`; by default now.'),
    zone: z
      .string()
      .trim()
      .max(60)
      .optional()
      .describe('Such as Europe/Berlin, PT or UTC+2; only for a `t` without one.'),
    vendors: z.array(vendorArgument).max(25).default([]).describe('Only these, with a verdict for each.'),
  }),
  output: z.object({
    t: instantSchema,
    summary: z.string(),
    incidentCount: z.int().describe('Outages that were open.'),
    incidentCountIsMinimum: z.boolean().describe('True if more may have been open.'),
    incidents: z.array(briefSchema).describe(`Outages and maintenances, newest first, at most ${MAX_SHOWN}.`),
    vendors: z.array(z.object({ slug: z.string(), name: z.string(), verdict: z.enum(VERDICTS) })),
    known: z
      .object({ complete: z.int(), partial: z.int(), notKnown: z.int() })
      .describe('Vendors by how the history covers the moment.'),
    page: z.url(),
  }),
  async answer({ t, zone = null, vendors: texts }, now) {
    const moment = t === undefined ? now : parseMoment(t.trim(), zone, 't', now)
    const rows = await Promise.all(texts.map(findNamedVendor))
    const ids = rows.length === 0 ? null : rows.map(({ id }) => id)
    const [{ incidents, isCut }, coverage] = await Promise.all([
      listIncidentsAt(moment, now, ids),
      readCoverageAt(moment, now, ids),
    ])
    const verdicts = ids === null ? [] : judgeAll(coverage, incidents, isCut)
    const summary = `${atSentence(incidents, moment, isCut).text} ${momentKnownWords(coverage)}.`
    const page = `${getEnv().PUBLIC_URL}/at?t=${moment.toISOString().replace('.000Z', 'Z')}`
    return {
      text: [
        summary,
        ...verdicts.map(({ name, verdict }) => `- ${name}: ${verdict}`),
        ...incidents.slice(0, MAX_SHOWN).map(briefLine),
        `Page: ${page}`,
      ].join('\n'),
      data: {
        t: moment.toISOString(),
        summary,
        incidentCount: incidents.filter(({ kind }) => kind === 'incident').length,
        incidentCountIsMinimum: isCut,
        incidents: incidents.slice(0, MAX_SHOWN).map(toBrief),
        vendors: verdicts,
        known: {
          complete: coverage.complete.count,
          partial: coverage.partial.count,
          notKnown: coverage.unknown.count,
        },
        page,
      },
    }
  },
})

/** "None" is said only where the history is complete, and the list of incidents is. */
function judgeAll({ complete, partial, unknown }: CoverageAt, incidents: IncidentView[], isCut: boolean) {
  const open = new Set(incidents.filter(({ kind }) => kind === 'incident').map(({ vendor }) => vendor))
  const silence = new Set(isCut ? [] : complete.vendors.map(({ slug }) => slug))
  return [complete, partial, unknown]
    .flatMap(({ vendors }) => vendors)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ slug, name }) => ({
      slug,
      name,
      verdict: open.has(slug) ? VERDICTS[0] : silence.has(slug) ? VERDICTS[1] : VERDICTS[2],
    }))
}
