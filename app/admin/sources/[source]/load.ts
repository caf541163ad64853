import { notFound } from 'next/navigation'
import { requestNow } from '#app/request-now.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import type { AdminSource } from '#lib/queries/source-shapes.ts'
import { requireMember } from '../../member.ts'

/** The source of an admin page's address, for a member; the page of "not found" for anything else. */
export async function loadSource(id: string, page: 'move' | 'primary' | 'delete'): Promise<AdminSource> {
  await requireMember(`/admin/sources/${encodeURIComponent(id)}/${page}`)
  const source = /^\d{1,9}$/.test(id) ? await getAdminSource(Number(id), requestNow()) : null
  return source ?? notFound()
}
