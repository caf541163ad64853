import { dismissItem, retryItem } from '#lib/admin/run/quarantine.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { toLongRowId } from '#lib/url/row-id.ts'
import { handleForm, text } from '../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['item'],
  () => '/admin/quarantine',
  async ({ form, admin }) => {
    const item = text(form, 'item') ?? ''
    const operation = text(form, 'operation')
    if (toLongRowId(item) === null || (operation !== 'dismiss' && operation !== 'retry')) {
      throw new InvalidInputError('The form does not say what to do.')
    }
    if (operation === 'retry') return { path: `/admin/runs/${await retryItem(item, admin.name)}` }
    await dismissItem(item, admin.name)
    return { path: '/admin/quarantine', message: 'Dismissed.' }
  },
)
