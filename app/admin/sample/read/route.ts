import { addSamplePages } from '#lib/admin/vendor/sample.ts'
import { tellAdded } from '../../catalogue/added-words.ts'
import { handleForm } from '../../form.ts'

export const dynamic = 'force-dynamic'

export const POST = handleForm(
  ['backfill'],
  () => '/admin',
  async ({ form, admin }) => tellAdded(await addSamplePages({ backfill: form.has('backfill'), actor: admin.name })),
)
