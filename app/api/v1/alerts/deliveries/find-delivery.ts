import type { AlertAttemptView, AlertDeliveryView } from '#lib/domain/alerts/target-views.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getDelivery } from '#lib/queries/admin/alert-targets.ts'
import { toLongRowId } from '#lib/url/row-id.ts'

/** The delivery of an address segment, with its attempts. Throws NotFoundError if there is none. */
export async function findDelivery(text: string): Promise<AlertDeliveryView & { attempts: AlertAttemptView[] }> {
  const id = toLongRowId(text)
  const found = id === null ? null : await getDelivery(id)
  if (found === null) throw new NotFoundError(`There is no delivery "${text}".`)
  return { ...found.delivery, attempts: found.attempts }
}
