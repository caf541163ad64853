import { deleteSource, tryDeletion } from '#lib/admin/source/delete-source.ts'
import { type DetectionResult, detectWhole } from '#lib/admin/source/detect.ts'
import { type MoveReview, moveSource, reviewMove, undoMove } from '#lib/admin/source/moves.ts'
import { addSource, makePrimary, pauseSource, tryPrimary } from '#lib/admin/source/sources.ts'
import { detectHere } from '#lib/detection/detection.ts'
import { listAdminSources } from '#lib/queries/admin/sources.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { isWorkerAlive } from '#lib/worker/worker.ts'
import { type Command, type Console, readOptions, UsageError } from './command.ts'
import { followRun } from './follow-run.ts'

const OPTIONS = {
  vendor: { type: 'string' },
  source: { type: 'string' },
  platform: { type: 'string' },
  url: { type: 'string' },
  confirm: { type: 'string' },
  tolerance: { type: 'string', default: '30' },
  back: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const

export const source: Command = {
  usage: [
    'source list --vendor SLUG',
    'source add --vendor SLUG --platform PLATFORM --url ADDRESS',
    'source move --source ID --url ADDRESS [--tolerance MINUTES] [--dry-run] | --source ID --back',
    'source primary --source ID [--dry-run]',
    'source pause | resume --source ID',
    'source delete --source ID [--dry-run | --confirm KEY]',
  ],
  async run(args, console) {
    const { values, positionals } = readOptions(source, args, OPTIONS, [], 1)
    const subcommand = SUBCOMMANDS[positionals[0] ?? '']
    if (subcommand === undefined) throw new UsageError(`Usage: ${source.usage.join('\n       ')}`)
    return await subcommand(values, console)
  },
}

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values']

const SUBCOMMANDS: Record<string, (values: Values, console: Console) => Promise<number>> = {
  async list(values, { print }) {
    for (const one of await listAdminSources(needed(values, 'vendor'), new Date())) {
      const marks = [one.isPrimary ? 'primary' : '', one.movedTo === null ? '' : `moved to ${one.movedTo}`]
      print([one.id, one.key, one.health, one.url ?? '', ...marks.filter((mark) => mark !== '')].join('\t'))
    }
    return 0
  },
  async add(values, { print }) {
    const wanted = { platform: needed(values, 'platform'), url: needed(values, 'url') }
    print(`Added source ${await addSource(needed(values, 'vendor'), wanted, 'cli')}.`)
    return 0
  },
  async move(values, console) {
    const id = sourceId(values)
    if (values.back) {
      console.print(`Move undone: ${await undoMove(id, 'cli')} is read at the old address again.`)
      return 0
    }
    const found = await console.progress.step('Checking', () => examine(needed(values, 'url')))
    const { platform, url, evidence } = found
    const listed = found.listed ?? []
    const options = { toleranceMinutes: Number(values.tolerance), notDuplicates: [] }
    console.print(`${found.platformName} at ${url}. How we know: ${evidence}.`)
    printReview(await reviewMove(id, { platform, url, listed }, options), console)
    if (values['dry-run']) return 0
    const { run } = await moveSource(id, { platform, url, listed }, options, 'cli')
    return await followRun(run, console)
  },
  async primary(values, { print }) {
    const id = sourceId(values)
    const moves = await tryPrimary(id, new Date())
    for (const { figure, before, after } of moves) print(`${figure} ${before} → ${after}`)
    if (moves.length === 0) print('No headline figure changes.')
    if (!values['dry-run']) print(`This is now the primary source of ${await makePrimary(id, 'cli')}.`)
    return 0
  },
  async pause(values, { print }) {
    print(`Paused a source of ${await pauseSource(sourceId(values), true, 'cli')}.`)
    return 0
  },
  async resume(values, { print }) {
    print(`Resumed a source of ${await pauseSource(sourceId(values), false, 'cli')}.`)
    return 0
  },
  async delete(values, { print }) {
    const id = sourceId(values)
    const { deletionImpact, figures } = await tryDeletion(id, new Date())
    print(`Also deleted: ${describeDeletionImpact(deletionImpact)}.`)
    for (const { figure, before, after } of figures) print(`${figure} ${before} → ${after}`)
    if (values['dry-run']) return 0
    print(`Deleted a source of ${await deleteSource(id, values.confirm ?? '', 'cli')}.`)
    return 0
  },
}

/** Detects in a live worker, else in this process. */
async function examine(url: string): Promise<DetectionResult> {
  if (!(await isWorkerAlive())) return await detectHere({ url, isWhole: true })
  const found = await detectWhole(url)
  if (found === null) throw new UsageError('The worker has not answered yet. Try again.')
  return found
}

function printReview({ way, pairs, onlyOld, onlyNew, leftOpen }: MoveReview, { print }: Console): void {
  print(
    way === 'address' ? 'This is the same page: the source keeps its key.' : 'The new page becomes a separate source.',
  )
  print(`${pairs.length} matched, ${onlyOld.length} only on the old page, ${onlyNew.length} only on the new page.`)
  for (const { old, fresh } of pairs) print(`  ${old.externalId} = ${fresh.externalId}  ${old.title}`)
  for (const { title } of leftOpen) print(`  still open on the old page and not on the new page: ${title}`)
}

function needed(values: Values, name: 'vendor' | 'platform' | 'url' | 'source'): string {
  const value = values[name]
  if (value === undefined) throw new UsageError(`--${name} is missing`)
  return value
}

function sourceId(values: Values): number {
  const text = needed(values, 'source')
  const id = toRowId(text)
  if (id === null) throw new UsageError('--source must be an id from `source list`.')
  return id
}
