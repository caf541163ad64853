import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span, Status } from '#lib/domain/incident.ts'
import { applyCorrections, deriveSpan, isOpenAt, type OpenSpan, type SpanSource, spanAt } from '#lib/domain/span.ts'

/** A time of 20 October 2025, or a whole instant. */
function at(time: string): Date {
  return new Date(time.includes('-') ? time : `2025-10-20T${time}Z`)
}

function updates(...entries: [status: Status | null, time: string][]): SpanSource['updates'] {
  return entries.map(([status, time]) => ({ status, postedAt: at(time) }))
}

function source(values: Partial<SpanSource>): SpanSource {
  return {
    kind: 'incident',
    status: null,
    statedStartedAt: null,
    statedEndedAt: null,
    scheduledFrom: null,
    scheduledUntil: null,
    updates: [],
    ...values,
  }
}

function derive(values: Partial<SpanSource>): Span {
  return deriveSpan(source(values))
}

describe('the start of an incident', () => {
  it('is the earliest of what the source states and its updates', () => {
    const posted = updates(['investigating', '09:54'], ['resolved', '10:11'])
    expect(derive({ statedStartedAt: at('09:30'), updates: posted }).startedAt).toEqual(at('09:30'))
    expect(derive({ statedStartedAt: at('10:00'), updates: posted }).startedAt).toEqual(at('09:54'))
    expect(derive({ updates: posted }).startedAt).toEqual(at('09:54'))
  })

  it('does not depend on the order in which the updates are listed', () => {
    expect(derive({ updates: updates(['resolved', '10:11'], ['investigating', '09:54']) })).toEqual(
      derive({ updates: updates(['investigating', '09:54'], ['resolved', '10:11']) }),
    )
  })

  it('is cut to the second, as the end is', () => {
    const span = derive({ statedStartedAt: at('09:54:10.900'), statedEndedAt: at('10:11:59.999') })
    expect(span).toMatchObject({ startedAt: at('09:54:10'), endedAt: at('10:11:59') })
  })

  it('is unknown when the source gives no time at all', () => {
    expect(derive({ status: 'resolved' })).toEqual({
      startedAt: null,
      endedAt: null,
      basis: 'undated',
      mitigatedAt: null,
    })
  })
})

describe('the end of an incident', () => {
  it("is the source's own where it has one", () => {
    const posted = updates(['investigating', '09:00'], ['resolved', '10:30'])
    expect(derive({ statedEndedAt: at('10:11'), updates: posted })).toMatchObject({
      endedAt: at('10:11'),
      basis: 'reported',
    })
  })

  it('else is the first of the last unbroken series of resolved updates', () => {
    const posted = updates(
      ['investigating', '09:00'],
      ['resolved', '09:30'],
      ['monitoring', '09:40'],
      ['resolved', '10:00'],
      ['resolved', '10:20'],
    )
    expect(derive({ updates: posted }).endedAt).toEqual(at('10:00'))
  })

  it('is not moved by a postmortem or by a note without a status', () => {
    const posted = updates(
      ['investigating', '09:00'],
      ['resolved', '10:00'],
      [null, '10:05'],
      ['resolved', '10:10'],
      ['postmortem', '2025-10-27T12:00Z'],
    )
    expect(derive({ updates: posted })).toMatchObject({ endedAt: at('10:00'), basis: 'reported' })
  })

  it.each(['investigating', 'identified', 'monitoring'] as const)('is taken back by a later %s', (status) => {
    const posted = updates(['investigating', '09:00'], ['resolved', '10:00'], [status, '10:30'])
    expect(derive({ updates: posted })).toMatchObject({ endedAt: null, basis: 'ongoing' })
    expect(derive({ statedEndedAt: at('10:00'), updates: posted })).toMatchObject({ endedAt: null, basis: 'ongoing' })
  })

  it("after reopening is the next resolved, whatever the source's own end still says", () => {
    const posted = updates(
      ['investigating', '09:00'],
      ['resolved', '10:00'],
      ['investigating', '10:30'],
      ['resolved', '11:00'],
    )
    expect(derive({ statedEndedAt: at('10:00'), updates: posted }).endedAt).toEqual(at('11:00'))
    expect(derive({ statedEndedAt: at('11:05'), updates: posted }).endedAt).toEqual(at('11:05'))
  })

  it('stands when an update comes in the same second and is not listed after it', () => {
    const posted = updates(['investigating', '09:00'], ['monitoring', '10:00'])
    expect(derive({ statedEndedAt: at('10:00'), updates: posted }).endedAt).toEqual(at('10:00'))
    expect(derive({ updates: updates(['identified', '10:00'], ['resolved', '10:00']) })).toMatchObject({
      startedAt: at('10:00'),
      endedAt: at('10:00'),
      basis: 'reported',
    })
  })
})

describe('the basis', () => {
  it('is single for one update, already resolved, without times of its own further apart', () => {
    expect(derive({ updates: updates(['resolved', '15:16']) })).toEqual({
      startedAt: at('15:16'),
      endedAt: at('15:16'),
      basis: 'single',
      mitigatedAt: null,
    })
  })

  it('is single up to 59 seconds and reported from 60 on', () => {
    const lone = (statedStartedAt: Date) => derive({ statedStartedAt, updates: updates(['resolved', '15:16']) })
    expect(lone(at('15:15:01'))).toMatchObject({ basis: 'single', startedAt: at('15:15:01'), endedAt: at('15:15:01') })
    expect(lone(at('15:15:00'))).toMatchObject({ basis: 'reported', endedAt: at('15:16') })
  })

  it('is reported for several updates, even within one minute', () => {
    expect(derive({ updates: updates(['investigating', '15:16:00'], ['resolved', '15:16:20']) })).toMatchObject({
      basis: 'reported',
      endedAt: at('15:16:20'),
    })
  })

  it('is ongoing while nothing ends it', () => {
    expect(
      derive({ status: 'monitoring', updates: updates(['investigating', '09:00'], ['monitoring', '09:30']) }),
    ).toEqual({ startedAt: at('09:00'), endedAt: null, basis: 'ongoing', mitigatedAt: at('09:30') })
  })

  it('is impossible, not open, when the end comes before the start', () => {
    expect(derive({ statedStartedAt: at('10:00'), statedEndedAt: at('09:00') })).toMatchObject({
      startedAt: at('10:00'),
      endedAt: null,
      basis: 'impossible',
    })
  })

  it('is seen until the last update when the source calls it finished but gives no end anywhere', () => {
    const posted = updates(['investigating', '09:00'], [null, '09:30'])
    expect(derive({ status: 'resolved', updates: posted })).toMatchObject({ basis: 'seen', endedAt: at('09:30') })
    expect(derive({ status: 'postmortem', updates: posted })).toMatchObject({ basis: 'seen' })
    expect(derive({ status: 'monitoring', updates: posted })).toMatchObject({ basis: 'ongoing' })
  })

  it('is single, not open, when the source calls it finished and no later update shows it', () => {
    const posted = updates(['investigating', '09:00'])
    expect(derive({ status: 'resolved', updates: posted })).toMatchObject({ basis: 'single', endedAt: at('09:00') })
  })

  it('is seen where the stated end is the start and the timeline goes on', () => {
    const posted = updates(['investigating', '09:00'], [null, '18:00'])
    const span = derive({ status: 'resolved', statedEndedAt: at('09:00'), updates: posted })
    expect(span).toMatchObject({ basis: 'seen', endedAt: at('18:00') })
    expect(spanAt(span, at('20:00'))).toMatchObject({ durationSeconds: 9 * 3600, durationIsMinimum: true })
  })

  it('is unclear, and never open, where words or times were not understood', () => {
    const span = derive({ unclear: 'unknown status "Fixing"', updates: updates(['investigating', '09:00']) })
    expect(span).toEqual({ startedAt: at('09:00'), endedAt: null, basis: 'unclear', mitigatedAt: null })
    expect(isOpenAt(span, at('12:00'))).toBe(false)
    expect(spanAt(span, at('12:00'))).toMatchObject({ basis: 'unclear', durationSeconds: null, countedUntil: null })
    expect(derive({ unclear: 'no readable time' })).toMatchObject({ basis: 'unclear', startedAt: null })
  })
})

describe('a back-dated incident', () => {
  it('that was typed in two days later is single at the time it is dated to', () => {
    const created = at('2026-06-17T19:00:00Z')
    const span = derive({
      status: 'resolved',
      statedStartedAt: created,
      statedEndedAt: created,
      updates: [{ status: 'resolved', postedAt: created }],
    })
    expect(span).toMatchObject({ startedAt: created, endedAt: created, basis: 'single' })
  })

  it('keeps the earlier of two stated starts, so that the end need not come first', () => {
    const span = derive({
      statedStartedAt: at('2026-06-19T14:38:09.691Z'),
      statedEndedAt: at('2026-06-17T19:45:00Z'),
      updates: updates(['investigating', '2026-06-17T19:00:00Z'], ['resolved', '2026-06-17T19:45:00Z']),
    })
    expect(span).toMatchObject({
      startedAt: at('2026-06-17T19:00:00Z'),
      endedAt: at('2026-06-17T19:45:00Z'),
      basis: 'reported',
    })
  })
})

describe('a maintenance', () => {
  const planned = { kind: 'maintenance', scheduledFrom: at('02:00'), scheduledUntil: at('06:00') } as const

  it('starts with its first in_progress update, not with its announcement', () => {
    const posted = updates(
      ['scheduled', '2025-10-18T12:00Z'],
      ['in_progress', '02:03'],
      ['verifying', '04:00'],
      ['completed', '04:30'],
    )
    expect(derive({ ...planned, statedStartedAt: at('2025-10-18T12:00Z'), updates: posted })).toEqual({
      startedAt: at('02:03'),
      endedAt: at('04:30'),
      basis: 'reported',
      mitigatedAt: null,
    })
  })

  it('else starts and ends as scheduled', () => {
    const span = derive({ ...planned, updates: updates(['scheduled', '2025-10-18T12:00Z']) })
    expect(span).toMatchObject({ startedAt: at('02:00'), endedAt: at('06:00'), basis: 'reported' })
  })

  it('runs over when it is posted as in progress after its scheduled end', () => {
    const posted = updates(['in_progress', '02:00'], ['verifying', '06:20'])
    expect(derive({ ...planned, updates: posted })).toMatchObject({ endedAt: null, basis: 'ongoing' })
    expect(derive({ ...planned, updates: [...posted, ...updates(['completed', '06:40'])] }).endedAt).toEqual(
      at('06:40'),
    )
  })

  it('has not ended, in the view of a moment, before its scheduled end has passed', () => {
    const span = derive({ ...planned, updates: updates(['in_progress', '02:00']) })
    expect(isOpenAt(span, at('05:59'))).toBe(true)
    expect(spanAt(span, at('05:00'))).toMatchObject({ endedAt: null, basis: 'ongoing', durationSeconds: 3 * 3600 })
    expect(spanAt(span, at('06:00'))).toMatchObject({ endedAt: at('06:00'), basis: 'reported' })
  })

  it('that has not begun is not open and has no duration', () => {
    const span = derive({ ...planned, updates: updates(['scheduled', '2025-10-18T12:00Z']) })
    expect(isOpenAt(span, at('2025-10-19T12:00Z'))).toBe(false)
    expect(spanAt(span, at('2025-10-19T12:00Z'))).toMatchObject({
      basis: 'planned',
      startedAt: at('02:00'),
      endedAt: null,
      durationSeconds: null,
    })
  })

  it('of which only the planned start is known is planned until then, and not reported after', () => {
    const span = derive({ kind: 'maintenance', scheduledFrom: at('02:00'), updates: updates([null, '01:00']) })
    expect(span).toMatchObject({ basis: 'single', startedAt: at('02:00') })
    expect(spanAt(span, at('01:30')).basis).toBe('planned')
    expect(spanAt(span, at('12:00'))).toMatchObject({ basis: 'single', durationSeconds: null })
    expect(isOpenAt(span, at('12:00'))).toBe(false)
    const started = updates(['scheduled', '01:00'], ['in_progress', '02:00'])
    expect(derive({ kind: 'maintenance', scheduledFrom: at('02:00'), updates: started }).basis).toBe('ongoing')
  })

  it('without a schedule starts with what the source states, else with its first update that is no announcement', () => {
    expect(derive({ kind: 'maintenance', statedStartedAt: at('02:00') }).startedAt).toEqual(at('02:00'))
    const posted = updates(['scheduled', '01:00'], ['verifying', '03:00'])
    expect(derive({ kind: 'maintenance', updates: posted }).startedAt).toEqual(at('03:00'))
    expect(derive({ kind: 'maintenance', updates: updates(['scheduled', '01:00']) }).basis).toBe('undated')
  })
})

describe('a maintenance whose start nobody gives', () => {
  const notes = [
    { status: null, postedAt: at('01:00') },
    { status: null, postedAt: at('03:00') },
  ]

  it('has not begun with a note that has no status, be it open or over', () => {
    expect(derive({ kind: 'maintenance', updates: notes }).basis).toBe('undated')
    const over = derive({ kind: 'maintenance', status: 'completed', statedEndedAt: at('03:00'), updates: notes })
    expect(over).toMatchObject({ basis: 'undated', startedAt: null })
  })

  it('has no duration where it was announced and completed', () => {
    const posted = updates(['scheduled', '01:00'], ['completed', '03:00'])
    expect(derive({ kind: 'maintenance', updates: posted })).toMatchObject({ basis: 'single', endedAt: at('03:00') })
  })
})

describe('time to mitigate', () => {
  it('runs to the first monitoring after the start', () => {
    const posted = updates(
      ['monitoring', '09:00'],
      ['monitoring', '09:20'],
      ['monitoring', '09:40'],
      ['resolved', '10:00'],
    )
    const span = derive({ updates: posted })
    expect(span.mitigatedAt).toEqual(at('09:20'))
    expect(spanAt(span, at('12:00')).timeToMitigateSeconds).toBe(20 * 60)
  })

  it('is not known before it has happened', () => {
    const span = derive({
      updates: updates(['investigating', '09:00'], ['monitoring', '09:20'], ['resolved', '10:00']),
    })
    expect(spanAt(span, at('09:10')).timeToMitigateSeconds).toBeNull()
  })
})

describe('a span as of a moment', () => {
  const span: Span = { startedAt: at('09:00'), endedAt: at('10:00'), basis: 'reported', mitigatedAt: null }

  it('is ongoing until its end, whose second no longer belongs to it', () => {
    expect(spanAt(span, at('09:59:59'))).toMatchObject({ endedAt: null, basis: 'ongoing', durationSeconds: 3599 })
    expect(spanAt(span, at('10:00'))).toMatchObject({ endedAt: at('10:00'), basis: 'reported', durationSeconds: 3600 })
  })

  it('counts without an end only as long as its source was read, and never before its start', () => {
    const open: OpenSpan = { ...span, endedAt: null, basis: 'ongoing' }
    const at12 = (knownUntil: Date | null) => spanAt({ ...open, knownUntil }, at('12:00'))
    expect(at12(null)).toMatchObject({ durationSeconds: 3 * 3600, durationIsMinimum: false })
    expect(at12(at('12:00'))).toMatchObject({ durationSeconds: 3 * 3600, durationIsMinimum: false })
    expect(at12(at('09:30'))).toMatchObject({ durationSeconds: 1800, durationIsMinimum: true, basis: 'ongoing' })
    expect(at12(at('08:00'))).toMatchObject({ durationSeconds: 0, durationIsMinimum: true, countedUntil: at('09:00') })
    expect(spanAt({ ...span, knownUntil: at('09:10') }, at('12:00'))).toMatchObject({ durationSeconds: 3600 })
  })

  it.each(['single', 'impossible', 'undated'] as const)('has no duration with basis %s', (basis) => {
    const known = {
      single: { startedAt: at('09:00'), endedAt: at('09:00') },
      impossible: { startedAt: at('09:00'), endedAt: null },
      undated: { startedAt: null, endedAt: null },
    }[basis]
    expect(spanAt({ ...known, basis, mitigatedAt: null }, at('12:00'))).toMatchObject({ basis, durationSeconds: null })
    expect(isOpenAt({ ...known, basis, mitigatedAt: null }, at('12:00'))).toBe(false)
  })

  it('never lasts longer than it has run', () => {
    const minutes = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(minutes, minutes, minutes, (start, length, moment) => {
        const instant = (minute: number) => new Date(Date.UTC(2025, 0, 1, 0, minute))
        const known: Span = {
          startedAt: instant(start),
          endedAt: instant(start + length),
          basis: 'reported',
          mitigatedAt: null,
        }
        const { durationSeconds } = spanAt(known, instant(moment))
        expect(durationSeconds ?? 0).toBe(Math.max(0, Math.min(length, moment - start)) * 60)
      }),
    )
  })
})

describe('a correction', () => {
  const single: Span = { startedAt: at('15:16'), endedAt: at('15:16'), basis: 'single', mitigatedAt: null }

  it('of start and end gives a duration that counts', () => {
    const span = applyCorrections(single, { startedAt: at('13:35'), endedAt: at('14:24') })
    expect(spanAt(span, at('20:00'))).toMatchObject({ basis: 'corrected', durationSeconds: 49 * 60 })
  })

  it('of the start alone keeps the end', () => {
    expect(applyCorrections(single, { startedAt: at('15:00') })).toMatchObject({
      startedAt: at('15:00'),
      endedAt: at('15:16'),
      basis: 'corrected',
    })
  })

  it('can open an incident again, and cannot end one before it starts', () => {
    expect(applyCorrections(single, { endedAt: null })).toMatchObject({ endedAt: null, basis: 'ongoing' })
    expect(applyCorrections(single, { endedAt: at('15:00') })).toMatchObject({ endedAt: null, basis: 'impossible' })
  })

  it('of an open incident that leaves it open leaves it ongoing', () => {
    const open: Span = { startedAt: at('09:30'), endedAt: null, basis: 'ongoing', mitigatedAt: null }
    expect(applyCorrections(open, { startedAt: at('09:00') })).toMatchObject({
      startedAt: at('09:00'),
      basis: 'ongoing',
    })
  })

  it('of the start alone does not open an impossible span; an end does repair it', () => {
    const impossible: Span = { startedAt: at('10:00'), endedAt: null, basis: 'impossible', mitigatedAt: null }
    expect(applyCorrections(impossible, { startedAt: at('09:00') }).basis).toBe('impossible')
    expect(applyCorrections(impossible, { endedAt: at('11:00') }).basis).toBe('corrected')
  })

  it('dates an undated incident', () => {
    const undated: Span = { startedAt: null, endedAt: null, basis: 'undated', mitigatedAt: null }
    expect(applyCorrections(undated, { startedAt: at('09:00'), endedAt: at('10:00') }).basis).toBe('corrected')
    expect(applyCorrections(undated, { endedAt: at('10:00') }).basis).toBe('undated')
  })

  it('of neither changes nothing', () => {
    expect(applyCorrections(single, {})).toBe(single)
  })

  it('that moves the start past the mitigation leaves no time to mitigate', () => {
    const span: Span = { startedAt: at('09:00'), endedAt: at('10:00'), basis: 'reported', mitigatedAt: at('09:20') }
    const corrected = applyCorrections(span, { startedAt: at('09:30') })
    expect(spanAt(corrected, at('12:00')).timeToMitigateSeconds).toBeNull()
  })
})

it('a source that calls an incident resolved and says when is not reopened by an update that stands later', () => {
  const at = (text: string) => new Date(`2026-03-04T${text}:00Z`)
  const span = deriveSpan({
    kind: 'incident',
    status: 'resolved',
    statedStartedAt: at('18:20'),
    statedEndedAt: at('18:53'),
    scheduledFrom: null,
    scheduledUntil: null,
    updates: [
      { status: 'resolved', postedAt: at('18:53') },
      { status: 'investigating', postedAt: at('23:45') },
    ],
  })
  expect(span).toMatchObject({ endedAt: at('18:53'), basis: 'reported' })
})
