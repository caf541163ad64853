import { type CorrectionFields, correctIncident, revokeCorrection } from '#lib/admin/corrections.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { IMPACTS, KINDS } from '#lib/domain/incident.ts'
import { readInstant } from '#lib/domain/instant.ts'
import { getIncidentFacts } from '#lib/queries/admin/incidents.ts'
import type { IncidentFacts } from '#lib/queries/admin-schemas.ts'
import { handleForm, rowId, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['correction', 'reason', 'kind', 'impact', 'excluded', 'startedAt', 'endedAt'],
  ({ incident }: { incident: string }) => `/admin/incidents/${incident}`,
  async ({ form, admin, params: { incident: id } }) => {
    const path = `/admin/incidents/${id}`
    if (text(form, 'form') === 'revoke') {
      await revokeCorrection(id, rowId(form, 'correction') ?? 0, { actor: admin.name })
      return { path, message: 'Correction revoked: what the source says applies again.' }
    }
    const facts = await getIncidentFacts(id)
    if (facts === null) throw new NotFoundError(`There is no incident "${id}".`)
    const reason = text(form, 'reason') ?? ''
    const fields = text(form, 'form') === 'window' ? readSpan(form, facts) : readFields(form, facts)
    await correctIncident(id, fields, { reason, actor: admin.name })
    return { path, message: 'Correction saved. The permalink, lists and totals show it now.' }
  },
)

/** Takes only values that differ from those shown: a correction states that something is wrong. */
function readFields(form: FormData, facts: IncidentFacts): CorrectionFields {
  const { shown } = facts
  const kind = KINDS.find((value) => value === text(form, 'kind'))
  const impact = IMPACTS.find((value) => value === text(form, 'impact'))
  const excluded = form.has('excluded')
  return {
    ...readSpan(form, facts),
    ...(kind !== undefined && kind !== shown.kind && { kind }),
    ...(impact !== undefined && impact !== shown.impact && { impact }),
    ...(excluded !== shown.excluded && { excluded }),
  }
}

function readSpan(form: FormData, { shown }: IncidentFacts): CorrectionFields {
  const startedAt = readTime(form, 'startedAt')
  const endedAt = readTime(form, 'endedAt')
  if (startedAt === null && shown.startedAt !== null) {
    throw new InvalidInputError('Enter a start.', 'startedAt')
  }
  return {
    ...(startedAt !== null && !isSameSecond(startedAt, shown.startedAt) && { startedAt }),
    ...(!isSameSecond(endedAt, shown.endedAt) && { endedAt }),
  }
}

/** "2026-01-14 21:47", seconds optional, in UTC; null for an empty field. */
function readTime(form: FormData, field: string): Date | null {
  const written = text(form, field)
  if (written === null) return null
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?: ?(?:Z|UTC))?$/.exec(written) ?? []
  const instant = readInstant(`${day}T${time}Z`)
  if (instant === null) throw new InvalidInputError('must be a time such as 2026-01-14 21:47, in UTC', field)
  return instant
}

/** Fields show times to the second. */
function isSameSecond(a: Date | null, b: Date | null): boolean {
  if (a === null || b === null) return a === b
  return Math.floor(a.getTime() / 1000) === Math.floor(b.getTime() / 1000)
}
