import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { IncidentEntry } from '#components/incident/incident-entry.tsx'
import { incidentView } from '#tests/support/incident-view.ts'

it.each([
  [1, 'The source claims 1 update but lists none.'],
  [1_200, 'The source claims 1,200 updates but lists none.'],
])('says of %d claimed updates that none is listed', (declaredUpdateCount, sentence) => {
  const incident = incidentView({ declaredUpdateCount, updateCount: 0, updates: [] })
  expect(renderToStaticMarkup(<IncidentEntry incident={incident} />).replace(/<[^>]+>/g, '')).toContain(sentence)
})
