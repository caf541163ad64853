import { z } from 'zod'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { UNNAMED_ADMIN } from '#lib/domain/access.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { IMPACTS, KINDS } from '#lib/domain/incident.ts'
import { holdIncident, recomputeIncident } from '#lib/incidents/recompute-incident.ts'
import { writeAudit } from './audit.ts'

const fields = z
  .object({
    startedAt: z.date(),
    /** Null: it has not ended. */
    endedAt: z.date().nullable(),
    kind: z.enum(KINDS),
    impact: z.enum(IMPACTS),
    /** Not an outage: shown, but in no list of outages and no total. */
    excluded: z.boolean(),
  })
  .partial()

export type CorrectionFields = z.infer<typeof fields>

const reasonSchema = z
  .string()
  .trim()
  .min(3, 'Enter a reason. It is shown publicly beside the correction.')
  .max(500, 'Use 500 characters at most.')

/**
 * Overrides what the source says of an incident, with a reason that is shown publicly. Correcting a field again
 * replaces the correction. Everything that follows, totals included, is up to date when this returns. Throws
 * NotFoundError for an unknown incident, InvalidInputError naming the field.
 */
export async function correctIncident(
  publicId: string,
  corrections: CorrectionFields,
  { reason: given, actor }: { reason: string; actor: string },
): Promise<void> {
  const reason = checkReason(given)
  const entries = Object.entries(fields.parse(corrections)).filter(([, value]) => value !== undefined)
  if (entries.length === 0)
    throw new InvalidInputError('Change at least one field: nothing differs from what is shown.')
  await inTransaction(async (tx) => {
    const incident = await holdIncident(tx, publicId)
    const author = await findDisplayName(tx, actor)
    for (const [field, value] of entries) {
      await tx.query<never>(
        `update corrections set revoked_at = now(), revoked_by = $3
         where incident_id = $1 and field = $2 and revoked_at is null`,
        [incident.id, field, author],
      )
      await tx.query<never>(
        'insert into corrections (incident_id, field, value, reason, author) values ($1, $2, $3, $4, $5)',
        [incident.id, field, JSON.stringify(value), reason, author],
      )
    }
    await recomputeIncident(tx, incident)
    await checkSpan(tx, incident.id)
    const detail = { ...Object.fromEntries(entries), reason }
    await writeAudit(tx, { actor, action: 'incident.correct', subject: publicId, detail })
  })
}

/**
 * Revokes a correction, so that the source's value applies again. It stays visible, struck through. Throws
 * NotFoundError for an unknown correction, ConflictError when it is revoked already.
 */
export async function revokeCorrection(
  publicId: string,
  correctionId: number,
  { actor }: { actor: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    const incident = await holdIncident(tx, publicId)
    const { rows } = await tx.query<{ field: string; revokedAt: Date | null }>(
      'select field, revoked_at as "revokedAt" from corrections where id = $1 and incident_id = $2 for update',
      [correctionId, incident.id],
    )
    if (rows[0] === undefined) throw new NotFoundError(`${publicId} has no correction ${correctionId}.`)
    if (rows[0].revokedAt !== null) throw new ConflictError('This correction has already been revoked.')
    await tx.query<never>('update corrections set revoked_at = now(), revoked_by = $2 where id = $1', [
      correctionId,
      await findDisplayName(tx, actor),
    ])
    await recomputeIncident(tx, incident)
    const detail = { correction: correctionId, field: rows[0].field }
    await writeAudit(tx, { actor, action: 'incident.revoke', subject: publicId, detail })
  })
}

/** The name to publish for an account, a token or the command line: only a person who chose a name is named. */
async function findDisplayName(tx: Transaction, actor: string): Promise<string> {
  const { rows } = await tx.query<{ displayName: string | null }>(
    'select display_name as "displayName" from users where name = $1 or email = $1 limit 1',
    [actor],
  )
  return rows[0]?.displayName ?? UNNAMED_ADMIN
}

function checkReason(reason: string): string {
  const result = reasonSchema.safeParse(reason)
  if (!result.success) throw new InvalidInputError(result.error.issues[0]?.message ?? 'Enter a reason.', 'reason')
  return result.data
}

/** A correction that makes times impossible is a typing error. */
async function checkSpan(tx: Transaction, incidentId: string): Promise<void> {
  const { rows } = await tx.query<{ wrong: boolean }>(
    `select basis = 'impossible' and derived_basis <> 'impossible' as wrong from incidents where id = $1`,
    [incidentId],
  )
  if (rows[0]?.wrong) throw new InvalidInputError('The end must not be before the start.', 'endedAt')
}
