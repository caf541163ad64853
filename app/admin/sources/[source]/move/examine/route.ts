import { detectForLater } from '#lib/admin/source/detect.ts'
import { DEFAULT_TOLERANCE_MINUTES } from '#lib/admin/source/moves.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { handleForm, text } from '../../../../form.ts'
import { movePath } from '../move-query.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['url'],
  ({ source }: { source: string }) => `/admin/sources/${encodeURIComponent(source)}/move`,
  async ({ form, params: { source } }) => {
    const url = text(form, 'url')
    if (url === null) throw new InvalidInputError('Enter an address.', 'url')
    const detection = await detectForLater(url, { isWhole: true })
    return { path: movePath(source, { detection, tolerance: DEFAULT_TOLERANCE_MINUTES, notDuplicates: [] }) }
  },
)
