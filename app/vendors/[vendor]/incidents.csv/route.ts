import { csvFormat } from '#lib/formats/table.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'incidents.csv', type: 'text/csv; charset=utf-8; header=present' }, csvFormat)
