import { expect, it } from 'vitest'
import type { Status } from '#lib/domain/incident.ts'
import { type CandourIncident, computeCandour } from '#lib/domain/report/candour.ts'
import { candourLines } from '#lib/text/candour-words.ts'

const at = (clock: string) => new Date(`2026-03-01T${clock}:00Z`)
const LATER = new Date('2026-04-01T00:00:00Z')

function incident(
  id: string,
  [from, to]: [string, string | null],
  updates: [string, Status | null][],
  over: Partial<CandourIncident> = {},
): CandourIncident {
  return {
    id,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    basis: to === null ? 'ongoing' : 'reported',
    mitigatedAt: null,
    statedStartedAt: null,
    statedWindow: null,
    updates: updates.map(([clock, status]) => ({ postedAt: at(clock), status })),
    updateCount: updates.length,
    editedCount: 0,
    isReadAgain: true,
    isWithdrawn: false,
    ...over,
  }
}

it('an outage whose first posting says that it is over was first posted when over, and has no silence', () => {
  const open = incident(
    'a',
    ['10:00', '11:00'],
    [
      ['10:00', 'investigating'],
      ['11:00', 'resolved'],
    ],
  )
  const over = incident('b', ['10:00', '11:00'], [['11:00', 'resolved']])
  const late = incident('c', ['10:00', '11:00'], [['11:30', 'monitoring']])
  const silent = incident('d', ['10:00', '11:00'], [])
  const candour = computeCandour([open, over, late, silent], LATER)
  expect(candour.firstPostedWhenOver).toEqual({ count: 2, of: 3 })
  expect(candour.longestSilence).toEqual({ id: 'a', seconds: 3600 })
})

it('gaps lie between postings while it was open; a postmortem ends none, and the silence reaches to the end', () => {
  const updates: [string, Status][] = [
    ['10:10', 'investigating'],
    ['10:30', 'identified'],
    ['12:00', 'postmortem'],
  ]
  const one = incident('a', ['10:00', '11:30'], updates)
  expect(computeCandour([one], LATER)).toMatchObject({
    gaps: { count: 1, medianSeconds: null },
    longestSilence: { id: 'a', seconds: 3600 },
  })
  const five = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...one, id }))
  expect(computeCandour(five, LATER).gaps).toEqual({ count: 5, medianSeconds: 1200 })
})

it('an open outage is silent until the moment asked for, or until its source was last read', () => {
  const open = incident('a', ['10:00', null], [['10:00', 'investigating']])
  expect(computeCandour([open], at('13:00')).longestSilence).toEqual({ id: 'a', seconds: 10_800 })
  const lost = { ...open, knownUntil: at('11:00') }
  expect(computeCandour([lost], at('13:00')).longestSilence).toEqual({ id: 'a', seconds: 3_600 })
})

it('a stated start counts as a lag from a minute on, since platforms fill it in by themselves', () => {
  const lags = ['10:00', '10:20', '10:40', '10:10', '10:30', '10:50'].map((clock, index) =>
    incident(`i${index}`, ['10:00', '11:00'], [[clock, 'investigating']], { statedStartedAt: at('10:00') }),
  )
  expect(computeCandour(lags, LATER).lag).toEqual({ count: 5, of: 6, medianSeconds: 1800 })
})

it('times in the text are compared with the times posted, where both are known', () => {
  const stated = (id: string, from: string, to: string, over: Partial<CandourIncident> = {}) =>
    incident(id, ['10:00', '11:00'], [['10:00', 'investigating']], {
      statedWindow: { from: at(from), to: at(to) },
      ...over,
    })
  const candour = computeCandour(
    [
      stated('a', '10:00', '10:30'),
      stated('b', '10:00', '10:58'),
      stated('c', '09:00', '11:00'),
      stated('d', '09:00', '11:00', { basis: 'seen' }),
    ],
    LATER,
  )
  expect(candour.stated).toEqual({
    count: 3,
    shorter: 1,
    same: 1,
    longer: 1,
    statedSeconds: 1800 + 3480 + 7200,
    postedSeconds: 3 * 3600,
  })
})

it('says of each figure what it rests on, or that not enough is known', () => {
  const none = candourLines(computeCandour([], LATER))
  expect(none).toHaveLength(7)
  expect(new Set(none.map(({ value }) => value))).toEqual(new Set(['not enough is known']))
  const five = ['a', 'b', 'c', 'd', 'e'].map((id) =>
    incident(
      id,
      ['10:00', '11:00'],
      [
        ['10:00', 'investigating'],
        ['11:00', 'resolved'],
      ],
      { editedCount: 1 },
    ),
  )
  expect(candourLines(computeCandour(five, LATER)).map(({ value, basis }) => `${value}: ${basis}`)).toEqual([
    '0%: 0 of 5 outages with a posting',
    '1h 0m: 5 gaps while outages were open',
    '1h 0m: without an update',
    'not enough is known: 0 of 0 outages with a stated start began a minute or more before the first posting; a median needs 5',
    '50%: 5 of 10 updates whose source was read again',
    '0%: 0 of 5 outages whose source was read again',
    'not enough is known: no text states when an outage began and ended',
  ])
  const [one] = candourLines(computeCandour(five.slice(0, 1), LATER))
  expect(one?.basis).toBe('0 of 1 outage with a posting; a share needs 5')
})
