import { formatNdjson } from '#lib/formats/lines.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'incidents.ndjson', type: 'application/x-ndjson; charset=utf-8', most: FILE_LENGTH },
  ({ incidents }) => formatNdjson(incidents),
)
