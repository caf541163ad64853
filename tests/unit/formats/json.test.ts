import { expect, it } from 'vitest'
import { jsonFormat, ndjsonFormat } from '#lib/formats/json.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { incidentView } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'

it('NDJSON is one incident a line', async () => {
  const lines = (await wholeFile(ndjsonFormat(), [incidentView(), incidentView({ title: 'a\nb' })])).split('\n')
  expect(lines.map((line) => line && JSON.parse(line).title)).toEqual(['Slow exports', 'a\nb', ''])
})

it.each([0, 1, 3])('JSON is one object with %i incidents', async (count) => {
  const incidents = Array.from({ length: count }, (_, index) => incidentView({ title: `Number ${index}` }))
  const vendor = { slug: 'acme' } as VendorView
  expect(JSON.parse(await wholeFile(jsonFormat(vendor), incidents))).toEqual(
    JSON.parse(JSON.stringify({ vendor, incidents })),
  )
})
