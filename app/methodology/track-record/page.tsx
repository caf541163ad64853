import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { TrackRecordPage } from '#components/method/track-record-page.tsx'
import { readTrackRecord } from '#lib/queries/vendor/track-record.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Track record',
  description: 'How often the forecasts of this site would have been right, for each vendor and over all.',
  alternates: { canonical: '/methodology/track-record' },
}

export default async function TrackRecord() {
  return (
    <Drawn>
      <TrackRecordPage record={await readTrackRecord()} />
    </Drawn>
  )
}
