import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findUpstreams } from '#lib/text/upstream.ts'
import { hasShared } from '#tests/support/shared.ts'
import { readLabels } from '#tests/support/texts/labelled-texts.ts'

const named = (text: string, { title = 'Elevated errors', vendors = [] as string[], own = ['Acme'] } = {}) =>
  findUpstreams(
    [
      { updateId: null, text: title },
      { updateId: 'u1', text },
    ],
    { vendors, own },
  ).map(({ name }) => name)

describe('a company whose trouble it is', () => {
  it.each([
    ['Our hosting provider (AWS) has an issue in us-east-1.', ['Amazon Web Services']],
    ['Cloudflare is investigating errors in Frankfurt.', ['Cloudflare']],
    ['This is caused by an ongoing Fastly outage.', ['Fastly']],
    ['Digital Ocean has implemented a fix.', ['DigitalOcean']],
    ['The issue was resolved by our partner Twilio.', ['Twilio']],
    ['Both Cloudflare and Google Cloud had outages.', ['Google Cloud', 'Cloudflare']],
  ])('is named: %s', (text, names) => {
    expect(named(text).sort()).toEqual([...names].sort())
  })

  it.each([
    'The Slack integration fails.',
    'We moved our database to AWS last week.',
    'This is not related to Cloudflare.',
    'Login with GitHub is failing for some users.',
    'Please contact us on Twilio, or follow this page.',
    'Acme is investigating errors.',
    'We fixed an error in our Cloudflare configuration.',
  ])('is not: %s', (text) => {
    expect(named(text)).toEqual([])
  })

  it('may be any vendor, but not one whose name is a common word at the beginning of a sentence', () => {
    const vendors = ['Foo Mail', 'One', 'Quuxly']
    expect(named('An outage at Foo Mail delays email. Quuxly is down.', { vendors })).toEqual(['Foo Mail'])
    expect(named('One outage led to another. We see issues at Quuxly.', { vendors })).toEqual(['Quuxly'])
  })

  it('is quoted once, in the sentence that says so', () => {
    const text = 'We use Heroku. Heroku reports an outage. Heroku has fixed it.'
    expect(findUpstreams([{ updateId: 'u7', text }], { vendors: [], own: [] })).toEqual([
      { name: 'Heroku', quote: 'Heroku reports an outage.', updateId: 'u7' },
    ])
  })

  it('is found in no time, however long and repetitive a text is', () => {
    const before = process.cpuUsage().user
    named(`${'issue with the our some provider, provider, provider ('.repeat(400)} § and and and`)
    named(`${'due to '.repeat(3_000)}AWS`)
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000)
  })
})

/** Names of the vendor that posted, by file. */
const OWN: Record<string, string[]> = {
  datocms: ['DatoCMS'],
  stripe: ['Stripe'],
  atlassian: ['Atlassian', 'Bitbucket', 'Confluence', 'Jira', 'Opsgenie', 'Trello'],
  openai: ['OpenAI'],
  github: ['GitHub'],
  digitalocean: ['DigitalOcean'],
}

interface UpstreamLabel {
  file: string
  id: string
  sha256: string
  upstreams: string[]
}

describe.skipIf(!hasShared)('300 real incidents, labelled by hand', () => {
  it('name whom the labels name: 95 of 100 that are found are right, and 80 of 100 are found', () => {
    const vendors = readFileSync(join(import.meta.dirname, '..', '..', '..', 'prisma', 'catalogue.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[1] ?? '')
      .filter((name) => name !== '')
    const labels = readLabels<UpstreamLabel>('upstreams.jsonl')
    expect(labels).toHaveLength(300)
    const count = { right: 0, wrong: [] as string[], missed: [] as string[] }
    for (const { file, id, text, upstreams } of labels) {
      const own = OWN[/(\w+)-(?:status|incidents)/.exec(file)?.[1] ?? ''] ?? []
      const texts = [
        { updateId: null, text: text.title },
        ...text.updates.map(({ body }, index) => ({ updateId: String(index), text: body })),
      ]
      const found = findUpstreams(texts, { vendors, own }).map(({ name }) => name)
      for (const name of found) if (!upstreams.includes(name)) count.wrong.push(`${id}: ${name}`)
      for (const name of upstreams) if (!found.includes(name)) count.missed.push(`${id}: ${name}`)
      count.right += found.filter((name) => upstreams.includes(name)).length
    }
    const { right, wrong, missed } = count
    expect({ precision: right / (right + wrong.length) >= 0.95, wrong }).toMatchObject({ precision: true })
    expect({ found: right / (right + missed.length) >= 0.8, missed }).toMatchObject({ found: true })
  })
})
