import type { Metadata } from 'next'
import { MethodPage } from '#components/method-page.tsx'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Method',
  description:
    'What every number of this site means: spans, durations and how far to trust them, windows, coverage, totals.',
  alternates: { canonical: '/methodology' },
}

export default function Methodology() {
  return <MethodPage />
}
