import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { DocumentText } from '#components/admin/run/document-text.tsx'
import { getDocument } from '#lib/queries/admin/documents.ts'
import { requireMember } from '../../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Document' }

export default async function DocumentPage({ params }: { params: Promise<{ document: string }> }) {
  const { document: id } = await params
  await requireMember(`/admin/documents/${id}`)
  const document = await getDocument(id)
  if (document === null) notFound()
  const { vendor, bytes } = document
  return (
    <AdminPage
      place="/admin/runs"
      title="Document"
      crumbs={
        <a href={`/admin/vendors/${vendor}`} className="linked">
          {vendor}
        </a>
      }
    >
      <DocumentText document={document} text={bytes === null ? null : new TextDecoder().decode(bytes)} />
    </AdminPage>
  )
}
