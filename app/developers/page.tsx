import type { Metadata } from 'next'
import { listPublicReads } from '#app/api/v1/public-reads.ts'
import { Drawn } from '#app/drawn.tsx'
import { DevelopersPage } from '#components/developers/developers-page.tsx'
import { getEnv } from '#lib/env.ts'
import { findExampleVendor } from '#lib/queries/chosen-vendors.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'API',
  description:
    'How to read outage histories from a program: examples for curl, JavaScript, Python, Grafana, Slack and agents.',
  alternates: { canonical: '/developers', types: { 'application/json': '/api/v1/openapi.json' } },
}

export default async function Developers() {
  const vendor = await findExampleVendor()
  return (
    <Drawn>
      <DevelopersPage base={getEnv().PUBLIC_URL} vendor={vendor} reads={listPublicReads(vendor)} />
    </Drawn>
  )
}
