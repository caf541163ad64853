import { expect, it } from 'vitest'
import { imagePath, incidentData } from '#components/incident/structured-data.ts'
import { toScriptText } from '#components/ui/json-ld.tsx'
import { incidentView, update } from '#tests/support/incident-view.ts'

it('data in a script is JSON that cannot end the script', () => {
  const data = { title: '</script><!-- \u2028 & \u2029' }
  const text = toScriptText(data)
  expect(text).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(text)).toEqual(data)
})

it('a permalink says where it stands and when it was last changed', () => {
  expect(incidentData(incidentView(), 'https://example.org')).toMatchObject({
    '@graph': [
      {
        '@type': 'WebPage',
        url: 'https://example.org/vendors/acme/incidents/abcdefghjkmn/slow-exports',
        isPartOf: { '@id': 'https://example.org/vendors/acme#data' },
        datePublished: '2026-03-04T23:40:00.000Z',
        dateModified: '2026-03-05T01:10:00.000Z',
      },
      { '@type': 'BreadcrumbList', itemListElement: [{ position: 1 }, { position: 2, name: 'Acme' }, { position: 3 }] },
    ],
  })
})

it('the picture has a new address when it shows something new', () => {
  const before = incidentView()
  const after = incidentView({ updates: [...before.updates, update('u3', null, '2026-03-06T00:00:00Z', 'More.')] })
  expect(imagePath(before)).toMatch(/^\/vendors\/acme\/incidents\/abcdefghjkmn\/image\.png\?v=[0-9a-z]+$/)
  expect(imagePath(after)).not.toBe(imagePath(before))
  expect(imagePath(incidentView())).toBe(imagePath(before))
})
