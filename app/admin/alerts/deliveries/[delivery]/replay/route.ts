import { replayDelivery } from '#lib/admin/alerts/targets.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { toLongRowId } from '#lib/url/row-id.ts'
import { handleForm } from '../../../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  [],
  ({ delivery }: { delivery: string }) => `/admin/alerts/deliveries/${encodeURIComponent(delivery)}`,
  async ({ admin, params: { delivery } }) => {
    const id = toLongRowId(delivery)
    if (id === null) throw new NotFoundError('There is no such delivery.')
    await replayDelivery(String(id), admin.name)
    return { path: `/admin/alerts/deliveries/${id}`, message: 'Queued to be sent again, under the same id.' }
  },
)
