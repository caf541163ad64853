import { notFound } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { requireMember } from '../../member.ts'

/** The source in an admin page's address, for a member; otherwise shows "not found". */
export async function loadSource(id: string, page: 'move' | 'primary' | 'delete'): Promise<AdminSource> {
  await requireMember(`/admin/sources/${encodeURIComponent(id)}/${page}`)
  const rowId = toRowId(id)
  const source = rowId === null ? null : await getAdminSource(rowId, requestNow())
  return source ?? notFound()
}
