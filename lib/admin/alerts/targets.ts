import { writeAudit } from '#lib/admin/audit.ts'
import { wakeSenders } from '#lib/alerts/deliveries/queue.ts'
import { SealedError } from '#lib/alerts/sealed.ts'
import { makeSigningSecret, readTargetInput } from '#lib/alerts/targets/read-input.ts'
import { openSecrets, sealSecrets } from '#lib/alerts/targets/secrets.ts'
import type { TargetSecrets, TargetSettings } from '#lib/alerts/targets/target.ts'
import { onlyRow } from '#lib/database/client.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { type TargetInput, targetLimits } from '#lib/domain/alerts/target-input.ts'
import { DIGEST_OVER, KIND_FACTS, type TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'

const NAME = /^[\p{L}\p{N}#@][\p{L}\p{N} ._#@()-]{0,59}$/u

/** How long a former signing secret signs too, so that receivers can change theirs in between. */
const ROTATION_MS = 24 * 3_600_000

export interface NewTarget extends TargetInput {
  name: string
  kind: TargetKind
}

/** What was made, with the secret of a webhook, which is shown this once. */
export interface MadeTarget {
  id: number
  signingSecret: string | null
}

/**
 * Adds a target, whose secrets are kept encrypted. Throws InvalidInputError for a wrong field, and ConflictError if another target
 * has the name.
 */
export async function addTarget({ name, kind, ...input }: NewTarget, actor: string): Promise<MadeTarget> {
  checkName(name)
  const { settings, secrets } = readTargetInput(kind, input)
  return await inTransaction(async (tx) => {
    await expectFree(tx, name, null)
    const { concurrency, perMinute } = KIND_FACTS[kind]
    const { rows } = await tx.query<{ id: number }>(
      `insert into alert_targets (name, kind, settings, sealed, concurrency, per_minute, digest_over, created_by, allowance)
       values ($1, $2, $3, '', $4, $5, $6, $7, 1) returning id`,
      [name, kind, settings, concurrency, perMinute, kind === 'pagerduty' ? null : DIGEST_OVER, actor],
    )
    const { id } = onlyRow(rows)
    await storeSecrets(tx, id, secrets)
    await writeAudit(tx, { actor, action: 'target.create', subject: name, detail: { kind, host: settings.host } })
    return { id, signingSecret: secrets.signingSecret ?? null }
  })
}

export interface TargetChange extends TargetInput {
  name?: string | undefined
  concurrency?: number | undefined
  perMinute?: number | null | undefined
  digestOver?: number | null | undefined
  paused?: boolean | undefined
}

/**
 * Changes what is given. A part of the address or of the secrets replaces all of them, since what is kept of them is not shown.
 * The target is enabled again if it was disabled. A webhook keeps its signing secret, which receivers know, unless another is given;
 * if this process cannot decrypt it, a new one is made and returned.
 */
export async function changeTarget(id: number, change: TargetChange, actor: string): Promise<string | null> {
  const { name, concurrency, perMinute, digestOver, paused, ...input } = change
  if (name !== undefined) checkName(name)
  const limits = { concurrency, perMinute, digestOver }
  checkLimits(limits)
  return await inTransaction(async (tx) => {
    const target = await lockTarget(tx, id)
    if (name !== undefined) await expectFree(tx, name, id)
    const isReplaced = Object.values(input).some((value) => value !== undefined && value !== '')
    const read = isReplaced ? readTargetInput(target.kind, input) : null
    const kept = read?.secrets.signingSecret && !input.signingSecret ? readSigningSecret(id, target.sealed) : null
    await tx.query<never>(
      `update alert_targets set name = coalesce($2, name), settings = coalesce($3, settings),
         concurrency = coalesce($4, concurrency), per_minute = case when $5 then $6 else per_minute end,
         digest_over = case when $7 then $8 else digest_over end,
         paused_at = case when $9::boolean is null then paused_at when $9 then coalesce(paused_at, now()) end,
         disabled_at = case when $3::jsonb is null then disabled_at end,
         disabled_reason = case when $3::jsonb is null then disabled_reason end
       where id = $1`,
      [
        id,
        name ?? null,
        read?.settings ?? null,
        concurrency ?? null,
        perMinute !== undefined,
        perMinute ?? null,
        digestOver !== undefined,
        digestOver ?? null,
        paused ?? null,
      ],
    )
    if (read !== null) await storeSecrets(tx, id, { ...read.secrets, ...kept })
    if (paused === false) await wakeSenders(tx)
    const changed = Object.keys(change).filter((key) => change[key as keyof TargetChange] !== undefined)
    const detail = { name, ...limits, paused, host: read?.settings.host, changed: isReplaced ? changed : undefined }
    await writeAudit(tx, { actor, action: 'target.edit', subject: target.name, detail })
    return input.signingSecret || kept !== null ? null : (read?.secrets.signingSecret ?? null)
  })
}

/** What a webhook signs with, and signed with before; null if this process cannot decrypt it. */
function readSigningSecret(id: number, sealed: string): Partial<TargetSecrets> | null {
  try {
    const { url: _, ...secrets } = openSecrets(id, sealed)
    return secrets
  } catch (error) {
    if (error instanceof SealedError) return null
    throw error
  }
}

/** Gives a webhook a new signing secret, and returns it; the former one signs too for a day. */
export async function rotateSecret(id: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    const { kind, name, sealed } = await lockTarget(tx, id)
    if (kind !== 'webhook') throw new ConflictError('Only webhooks have a signing secret. Enter new secrets instead.')
    const former = openSecrets(id, sealed)
    const signingSecret = makeSigningSecret()
    await storeSecrets(tx, id, {
      url: former.url,
      signingSecret,
      ...(former.signingSecret !== undefined && { formerSecret: former.signingSecret }),
      formerUntil: new Date(Date.now() + ROTATION_MS).toISOString(),
    })
    await writeAudit(tx, { actor, action: 'target.rotate', subject: name })
    return signingSecret
  })
}

export async function pauseTarget(id: number, isPaused: boolean, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name } = await lockTarget(tx, id)
    await tx.query<never>(
      'update alert_targets set paused_at = case when $2 then coalesce(paused_at, now()) end where id = $1',
      [id, isPaused],
    )
    await wakeSenders(tx)
    await writeAudit(tx, { actor, action: isPaused ? 'target.pause' : 'target.resume', subject: name })
  })
}

/** Lets a target that the site disabled have alerts again. */
export async function enableTarget(id: number, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name } = await lockTarget(tx, id)
    await tx.query<never>('update alert_targets set disabled_at = null, disabled_reason = null where id = $1', [id])
    await writeAudit(tx, { actor, action: 'target.enable', subject: name })
  })
}

/** Deletes a target with its log; `confirm` has to be its name. */
export async function deleteTarget(id: number, confirm: string, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { name } = await lockTarget(tx, id)
    if (confirm !== name) throw new InvalidInputError(`Type "${name}" exactly.`, 'confirmation')
    await tx.query<never>('delete from alert_targets where id = $1', [id])
    await writeAudit(tx, { actor, action: 'target.delete', subject: name })
  })
}

/** Queues a test message, which is sent even while the target is paused or disabled, and once. Returns the delivery's id. */
export async function sendTest(id: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    const { name } = await lockTarget(tx, id)
    const { rows } = await tx.query<{ id: string }>(
      `insert into alert_deliveries (target_id, purpose, lane, rule_ids, message_id)
       values ($1, 'test', 'test-' || gen_random_uuid(), '{}', 'msg_' || replace(gen_random_uuid()::text, '-', '')) returning id`,
      [id],
    )
    await wakeSenders(tx)
    await writeAudit(tx, { actor, action: 'target.test', subject: name })
    return onlyRow(rows).id
  })
}

/**
 * Sends a delivery that has ended once more, under the same id. Throws NotFoundError for one that is pruned, and ConflictError
 * while it still waits, or its target is paused or disabled.
 */
export async function replayDelivery(id: string, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ state: string; target: string; isOff: boolean }>(
      `select d.state, t.name as target, t.paused_at is not null or t.disabled_at is not null as "isOff"
       from alert_deliveries d join alert_targets t on t.id = d.target_id where d.id = $1 for update of d`,
      [id],
    )
    const [delivery] = rows
    if (delivery === undefined) throw new NotFoundError(`There is no delivery ${id}.`)
    if (delivery.state === 'waiting') throw new ConflictError('This delivery is still waiting, and is sent by itself.')
    if (delivery.isOff) throw new ConflictError('The target is paused or disabled. Resume it first.')
    await tx.query<never>(
      `update alert_deliveries set state = 'waiting', digest_id = null, is_held = false, due_at = now(), tries = 0,
         first_tried_at = null, ended_at = null, failure = null where id = $1`,
      [id],
    )
    await wakeSenders(tx)
    await writeAudit(tx, { actor, action: 'delivery.replay', subject: delivery.target, detail: { delivery: id } })
  })
}

interface LockedTarget {
  name: string
  kind: TargetKind
  settings: TargetSettings
  sealed: string
}

async function lockTarget(tx: Transaction, id: number): Promise<LockedTarget> {
  const { rows } = await tx.query<LockedTarget>(
    'select name, kind, settings, sealed from alert_targets where id = $1 for no key update',
    [id],
  )
  if (rows[0] === undefined) throw new NotFoundError(`There is no target ${id}.`)
  return rows[0]
}

async function storeSecrets(tx: Transaction, id: number, secrets: TargetSecrets): Promise<void> {
  await tx.query<never>('update alert_targets set sealed = $2 where id = $1', [id, sealSecrets(id, secrets)])
}

async function expectFree(tx: Transaction, name: string, id: number | null): Promise<void> {
  const { rowCount } = await tx.query<never>('select from alert_targets where name = $1 and id is distinct from $2', [
    name,
    id,
  ])
  if (rowCount !== 0) throw new ConflictError(`There is already a target "${name}". Choose another name.`)
}

function checkName(name: string): void {
  if (!NAME.test(name))
    throw new InvalidInputError('Use 1 to 60 letters, digits, spaces and signs such as # and -.', 'name')
}

function checkLimits(limits: Pick<TargetChange, 'concurrency' | 'perMinute' | 'digestOver'>): void {
  const [issue] = targetLimits.safeParse(limits, { error: issueWords }).error?.issues ?? []
  if (issue !== undefined) throw new InvalidInputError(issue.message, String(issue.path[0]))
}
