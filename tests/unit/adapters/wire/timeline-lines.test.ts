import { describe, expect, it } from 'vitest'
import { readTimelineLines } from '#lib/adapters/wire/timeline-lines.ts'
import { toPageTime } from '#lib/adapters/wire/written-time.ts'

/** "Nov 24, 12:30 UTC Resolved" for each entry. */
function read(html: string): { steps: string[]; isWhole: boolean } | null {
  const told = readTimelineLines(html)
  return told && { steps: told.entries.map(({ time, label }) => `${time} ${label}`), isWhole: told.isWhole }
}

const WHOLE = { steps: ['Nov 24, 12:30 UTC Resolved', 'Nov 24, 10:00 UTC Investigating'], isWhole: true }

describe('a timeline in lines', () => {
  it.each([
    ['cells', (time: string, word: string) => `<tr><td>${time}</td><td>${word}</td><td>Words.</td></tr>`],
    ['items of a list', (time: string, word: string) => `<li><b>${time}</b> ${word}: Words.</li>`],
    [
      'items with the time in brackets',
      (time: string, word: string) => `<li><strong>${word}</strong> (${time}): Words.</li>`,
    ],
    ['terms', (time: string, word: string) => `<dt>${word} <small>${time}</small></dt><dd>Words.</dd>`],
    ['spans', (time: string, word: string) => `<div><span>${time}</span> <span>${word}</span><p>Words.</p></div>`],
    ['lines of their own', (time: string, word: string) => `${time}<br>${word}: Words.<br><br>`],
    [
      'the time below the text',
      (time: string, word: string) => `<h4>${word}</h4><p>Words.</p><p>Posted on ${time}</p>`,
    ],
    ['the time behind the text', (time: string, word: string) => `<p><b>${word}</b> - Words. [${time}]</p>`],
    ['a head that is only parted by blanks', (time: string, word: string) => `<p>${time} ${word} - Words.</p>`],
  ])('%s', (_, write) => {
    const html = write('Nov 24, 12:30 UTC', 'Resolved') + write('Nov 24, 10:00 UTC', 'Investigating')
    expect(read(html)).toEqual(WHOLE)
  })

  it('has the zone as a name behind its offset', () => {
    const [time, zone] = ['Nov 24, 2026, 12:30', '(GMT+00:00) Europe/London']
    const html = `<li><b>${time} ${zone}</b> Resolved: Words.</li><li><b>Nov 24, 2026, 10:00 ${zone}</b> Investigating: Words.</li>`
    expect(readTimelineLines(html)?.entries.map(({ time, label }) => `${time} ${label}`)).toEqual([
      'Nov 24, 2026, 12:30 GMT+00:00 Europe/London Resolved',
      'Nov 24, 2026, 10:00 GMT+00:00 Europe/London Investigating',
    ])
  })

  it('keeps the text of each step, with the times in it', () => {
    const html =
      '<li>Nov 24, 12:30 UTC - Resolved - Fixed at Nov 24, 12:01 UTC.</li><li>Nov 24, 10:00 UTC - Identified - A disk.</li>'
    expect(readTimelineLines(html)?.entries.map(({ body }) => body)).toEqual(['Fixed at Nov 24, 12:01 UTC.', 'A disk.'])
  })

  it('is not whole where a time stands beside a word that nobody knows', () => {
    const html = '<li><b>Fizzled</b> (Nov 24, 12:30 UTC)</li><li><b>Investigating</b> (Nov 24, 10:00 UTC)</li>'
    expect(read(html)).toEqual({ steps: ['Nov 24, 10:00 UTC Investigating'], isWhole: false })
  })

  it('has no steps where it is not certain which time belongs to which state', () => {
    const html =
      '<p>Resolved</p><p>Nov 24, 12:30 UTC</p><p>Nov 24, 11:00 UTC</p><p>Investigating</p><p>Nov 24, 10:00 UTC</p>'
    expect(read(html)).toEqual({ steps: [], isWhole: false })
  })

  it.each([
    'Start: Nov 24, 10:00 UTC<br>Resolved: Nov 24, 12:30 UTC',
    'Searches failed from Nov 24, 10:00 UTC to Nov 24, 12:30 UTC.',
    'Resolved',
  ])('takes no facts and no prose for one: %s', (html) => {
    expect(read(html)).toBeNull()
  })

  it.each(['2 days ago', 'Nov 24, 13:30'])('takes the time that the page states for programs beside "%s"', (shown) => {
    const html = `<p>Resolved <time datetime="2026-11-24T12:30:00Z">${shown}</time> Words.</p>`
    expect(read(html)).toEqual({ steps: ['Nov 24, 2026, 12:30:00 UTC Resolved'], isWhole: true })
  })
})

describe('times as people write them', () => {
  it.each([
    ['24 de noviembre de 2026, 10:00 UTC', 'Nov 24, 2026, 10:00 UTC'],
    ['24.11.2026 11:00 Uhr MEZ', 'Nov 24, 2026, 11:00 CET'],
    ['24. Dezember 2026 um 10:00 CET', 'Dec 24, 2026, 10:00 CET'],
    ['10 mars 2026 à 10h00 CET', 'Mar 10, 2026, 10:00 CET'],
    ['24 ноября 2026 г. в 13:00 MSK', 'Nov 24, 2026, 13:00 MSK'],
    ['2026年11月24日 19:00 JST', 'Nov 24, 2026, 19:00 JST'],
    ['Tuesday, November 24th, 2026 at 12:05 AM EST', 'Nov 24, 2026, 12:05 AM EST'],
    ['24/11/2026 11:00 CET', 'Nov 24, 2026, 11:00 CET'],
    ['11/24/2026 10:00 AM EST', 'Nov 24, 2026, 10:00 AM EST'],
    ['11/10/2026 10:00 UTC', null],
    ['24/11/2026 à 13h30 CET', 'Nov 24, 2026, 13:30 CET'],
    ['24 Fizzember 2026, 10:00 UTC', null],
  ])('%s', (written, time) => {
    expect(toPageTime(written)).toBe(time)
  })
})
