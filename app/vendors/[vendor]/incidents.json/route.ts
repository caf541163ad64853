import { jsonFormat } from '#lib/formats/json.ts'
import { download, readVendor } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'incidents.json', type: 'application/json; charset=utf-8' }, async (asked) =>
  jsonFormat(await readVendor(asked)),
)
