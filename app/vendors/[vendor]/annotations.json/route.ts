import { annotationsFormat } from '#lib/formats/monitoring.ts'
import { download } from '../download.ts'

export const dynamic = 'force-dynamic'

export const GET = download({ file: 'annotations.json', type: 'application/json; charset=utf-8' }, annotationsFormat)
