import { ndjsonFormat } from '#lib/formats/json.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'incidents.ndjson', type: 'application/x-ndjson; charset=utf-8' }, ndjsonFormat)
