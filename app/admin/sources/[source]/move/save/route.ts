import { getDetection } from '#lib/admin/source/detect.ts'
import { MAX_NOT_DUPLICATES, moveSource } from '#lib/admin/source/moves.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { handleForm } from '../../../../form.ts'
import { type MoveQuery, movePath, readMoveQuery } from '../move-query.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['detection', 'tolerance', 'notDuplicates'],
  ({ source }: { source: string }, form) => movePath(encodeURIComponent(source), wanted(form)),
  async ({ form, admin, params: { source } }) => {
    const { detection, tolerance, notDuplicates } = wanted(form)
    if (notDuplicates.length > MAX_NOT_DUPLICATES)
      throw new InvalidInputError(`You can mark ${MAX_NOT_DUPLICATES} incidents at most as different.`)
    const found = detection === null ? null : await getDetection(detection)
    const id = toRowId(source)
    if (found === null || found.listed === null || id === null) {
      throw new InvalidInputError('The result of the check has expired. Check the address again.')
    }
    const address = { platform: found.platform, url: found.url, listed: found.listed }
    const { run } = await moveSource(id, address, { toleranceMinutes: tolerance, notDuplicates }, admin.name)
    return { path: `/admin/runs/${run}`, message: `The history continues at ${found.url}.` }
  },
)

function wanted(form: FormData): MoveQuery {
  return readMoveQuery({
    detection: String(form.get('detection') ?? ''),
    tolerance: String(form.get('tolerance') ?? ''),
    notDuplicates: form.getAll('notDuplicates').map(String),
  })
}
