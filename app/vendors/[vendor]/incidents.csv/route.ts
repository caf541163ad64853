import { formatCsv } from '#lib/formats/table.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'incidents.csv', type: 'text/csv; charset=utf-8; header=present', most: FILE_LENGTH },
  ({ incidents }) => formatCsv(incidents),
)
