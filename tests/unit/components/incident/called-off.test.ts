import { expect, it } from 'vitest'
import { incidentSentence } from '#components/incident/incident-sentence.ts'
import { withdrawnWords } from '#components/text/incident-words.ts'
import { incidentView } from '#tests/support/incident-view.ts'

const planned = incidentView({
  kind: 'maintenance',
  status: 'scheduled',
  startedAt: new Date('2026-03-10T02:00:00Z'),
  endedAt: null,
  durationSeconds: null,
  durationBasis: 'planned',
})

it('maintenance that was called off is neither still to come nor counted', () => {
  const calledOff = { ...planned, withdrawnAt: new Date('2026-03-09T12:00:00Z') }
  const told = `${incidentSentence(calledOff).text} ${withdrawnWords(calledOff)}`
  expect(told).toBe(
    'Acme’s maintenance was withdrawn before it started; it was planned for Mar 10, 2026, 02:00 UTC. It had not started, so it is not counted.',
  )
  expect(incidentSentence(planned).text).toContain('is scheduled to start Mar 10, 2026, 02:00 UTC')
})

it('maintenance that was withdrawn after it started still counts', () => {
  const over = incidentView({ kind: 'maintenance', withdrawnAt: new Date('2026-03-09T12:00:00Z') })
  expect(incidentSentence(over).text).toContain('lasted 1h 30m')
  expect(withdrawnWords(over)).toBe('We keep what was published, so it still counts.')
})
