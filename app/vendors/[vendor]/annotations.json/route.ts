import { formatAnnotations } from '#lib/formats/monitoring.ts'
import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'annotations.json', type: 'application/json; charset=utf-8', most: FILE_LENGTH },
  ({ incidents }) => formatAnnotations(incidents),
)
