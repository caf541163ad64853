import { z } from 'zod'
import {
  addTarget,
  changeTarget,
  deleteTarget,
  enableTarget,
  pauseTarget,
  replayDelivery,
  rotateSecret,
  sendTest,
} from '#lib/admin/alerts/targets.ts'
import { targetChange, targetFields } from '#lib/domain/alerts/target-input.ts'
import { KIND_FACTS, TARGET_KINDS } from '#lib/domain/alerts/target-kinds.ts'
import { targetHealth } from '#lib/domain/alerts/target-views.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getTarget, listDeliveries, listTargets } from '#lib/queries/admin/alert-targets.ts'
import { toLongRowId, toRowId } from '#lib/url/row-id.ts'
import { type Console, type readOptions, readTextFile, UsageError } from './command.ts'

export const TARGET_OPTIONS = {
  target: { type: 'string' },
  kind: { type: 'string' },
  file: { type: 'string' },
  delivery: { type: 'string' },
} as const

type TargetOptions = ReturnType<typeof readOptions<typeof TARGET_OPTIONS>>['values'] & { name?: string | undefined }
type TargetCommand = (options: TargetOptions, console: Console) => Promise<number>

const done =
  (operation: (id: number) => Promise<unknown>, words: string): TargetCommand =>
  async (options, { print }) => {
    const id = targetId(options)
    await operation(id)
    print(`The target ${id} ${words}`)
    return 0
  }

/** `alerts targets …`, by the word that follows. */
export const targetCommands: Record<string, TargetCommand> = {
  async list(_, { print }) {
    for (const target of await listTargets()) {
      const { id, name, kind, settings, waitingCount, disabledReason } = target
      print(
        `${id}  ${name}  ${KIND_FACTS[kind].label}  ${settings.host}  ${targetHealth(target)}  ${waitingCount} waiting`,
      )
      if (disabledReason !== null) print(`    ${disabledReason}`)
    }
    return 0
  },

  async add(options, { print }) {
    const { name, file } = options
    const kind = TARGET_KINDS.find((known) => known === options.kind)
    if (name === undefined) throw new UsageError('--name is missing: give the name of the target.')
    if (kind === undefined) throw new UsageError(`--kind must be one of ${TARGET_KINDS.join(', ')}.`)
    if (file === undefined)
      throw new UsageError('--file is missing: give a file of JSON, such as {"url": "https://…"}.')
    const { id, signingSecret } = await addTarget(
      { name, kind, ...(await readFields(file, z.strictObject(targetFields).partial())) },
      'cli',
    )
    print(`Added the target "${name}" with the id ${id}.`)
    if (signingSecret !== null) print(`Its signing secret, which is shown only once:\n\n  ${signingSecret}\n`)
    return 0
  },

  async edit(options, { print }) {
    const { name, file } = options
    const id = targetId(options)
    if (name === undefined && file === undefined)
      throw new UsageError('Give --name, or --file with a file of JSON, such as {"perMinute": 30}.')
    const change = file === undefined ? {} : await readFields(file, targetChange)
    const signingSecret = await changeTarget(id, { ...change, ...(name !== undefined && { name }) }, 'cli')
    print(`Changed the target ${id}.`)
    if (signingSecret !== null) print(`Its signing secret, which is shown only once:\n\n  ${signingSecret}\n`)
    return 0
  },

  /** The newest deliveries, as its page lists them. */
  async log(options, { print }) {
    const id = targetId(options)
    if ((await getTarget(id)) === null) throw new NotFoundError(`There is no target ${id}.`)
    for (const { id: delivery, createdAt, state, purpose, event, vendor, title, failure } of await listDeliveries(
      id,
      50,
    )) {
      const about = [event ?? purpose, vendor, title].filter((part) => part !== null).join('  ')
      print(`${delivery}  ${createdAt.toISOString()}  ${state}  ${about}`)
      if (failure !== null) print(`    ${failure}`)
    }
    return 0
  },

  test: done((id) => sendTest(id, 'cli'), 'gets a test from the next worker that is free.'),
  pause: done((id) => pauseTarget(id, true, 'cli'), 'is paused.'),
  resume: done((id) => pauseTarget(id, false, 'cli'), 'is in use again.'),
  enable: done((id) => enableTarget(id, 'cli'), 'is enabled.'),
  delete: done(async (id) => deleteTarget(id, (await getTarget(id))?.name ?? '', 'cli'), 'is deleted, with its log.'),

  async rotate(options, { print }) {
    const secret = await rotateSecret(targetId(options), 'cli')
    print(`The new signing secret, which is shown only once; the former one signs too for a day:\n\n  ${secret}\n`)
    return 0
  },

  async replay({ delivery = '' }, { print }) {
    const id = toLongRowId(delivery)
    if (id === null) throw new UsageError('--delivery must be the id of a delivery, as in its address.')
    await replayDelivery(String(id), 'cli')
    print(`The delivery ${id} is sent again.`)
    return 0
  },
}

/** From a file, so that no secret stands in the list of processes. */
async function readFields<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readTextFile('file', file)))
  if (!parsed.success) throw new UsageError(`--file: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('--file must hold JSON, such as {"url": "https://…"}.')
  }
}

function targetId({ target = '' }: TargetOptions): number {
  const id = toRowId(target)
  if (id === null) throw new UsageError('--target must be the id of a target, as alerts targets list shows it.')
  return id
}
