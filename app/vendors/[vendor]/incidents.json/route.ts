import { jsonFormat } from '#lib/formats/json.ts'
import { readVendor } from '#lib/queries/vendors.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download(
  { file: 'incidents.json', type: 'application/json; charset=utf-8' },
  async ({ vendor, scope }) => jsonFormat(await readVendor(vendor, scope)),
)
