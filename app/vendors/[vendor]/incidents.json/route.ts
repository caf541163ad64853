import { FILE_LENGTH, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'incidents.json', type: 'application/json; charset=utf-8', most: FILE_LENGTH },
  ({ vendor, incidents }) => JSON.stringify({ vendor, incidents }),
)
