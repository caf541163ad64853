import { expect, it } from 'vitest'
import { figureValue } from '#components/admin/figure-words.ts'

it.each([
  ['downtimeSeconds', 0, 'none'],
  ['downtimeSeconds', 57_600, '16h 0m'],
  ['timeWithoutIncidentPercent', 99.91, '99.910%'],
  ['incidentsPerMonth', 1.4, '1.4'],
  ['medianDurationSeconds', null, 'not known'],
  ['incidentCount', 1204, '1,204'],
])('the figure %s of %s is shown as everywhere else', (figure, value, shown) => {
  expect(figureValue(figure, value)).toBe(shown)
})
