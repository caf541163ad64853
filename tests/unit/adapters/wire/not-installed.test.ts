import { afterAll, beforeAll, expect, it, vi } from 'vitest'

// Files share a process, in which these modules may have been loaded already, with their parsers.
beforeAll(() => {
  vi.resetModules()
  vi.doMock('node:module', async (original) => ({
    ...(await original<typeof import('node:module')>()),
    createRequire: () => (name: string) => {
      throw new Error(`Cannot find module '${name}'`)
    },
  }))
})

afterAll(() => {
  vi.doUnmock('node:module')
  vi.resetModules()
})

const FEED = {
  bytes: Buffer.from('{"version":"https://jsonfeed.org/version/1.1","items":[]}'),
  contentType: null,
  url: null,
  readAt: null,
}

it('that a parser is missing is not the fault of the vendor whose document wants it', async () => {
  const { readFeed } = await import('#lib/adapters/wire/feed.ts')
  const { readIssueSource } = await import('#lib/adapters/wire/cstate-source.ts')
  const { createReport } = await import('#lib/adapters/wire/report.ts')
  const { ParseError } = await import('#lib/domain/errors.ts')
  const feed = () => readFeed(FEED, createReport())
  const issue = () => readIssueSource('---\nsection: issue\n---\n', null, createReport())
  expect(feed).toThrow("Cannot find module 'feedsmith'")
  expect(feed).not.toThrow(ParseError)
  expect(issue).toThrow("Cannot find module 'yaml'")
  expect(issue).not.toThrow(ParseError)
})
