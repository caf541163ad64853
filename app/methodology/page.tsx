import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { MethodPage } from '#components/method/method-page.tsx'
import { listRestatements } from '#lib/queries/restatements.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Method',
  description:
    'What every number on this site means: spans, durations and how far to trust them, windows, coverage, totals.',
  alternates: { canonical: '/methodology' },
}

export default async function Methodology() {
  return (
    <Drawn>
      <MethodPage restatements={await listRestatements()} />
    </Drawn>
  )
}
