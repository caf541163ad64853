import { expect, it, vi } from 'vitest'
import { readIssueSource } from '#lib/adapters/wire/cstate-source.ts'
import { readFeed } from '#lib/adapters/wire/feed.ts'
import { createReport } from '#lib/adapters/wire/report.ts'
import { ParseError } from '#lib/domain/errors.ts'

vi.mock('node:module', async (original) => ({
  ...(await original<typeof import('node:module')>()),
  createRequire: () => (name: string) => {
    throw new Error(`Cannot find module '${name}'`)
  },
}))

const FEED = {
  bytes: Buffer.from('{"version":"https://jsonfeed.org/version/1.1","items":[]}'),
  contentType: null,
  url: null,
  readAt: null,
}

it.each([
  ['feed', 'feedsmith', () => readFeed(FEED, createReport())],
  ['cState issue', 'yaml', () => readIssueSource('---\nsection: issue\n---\n', null, createReport())],
])('that the parser of a %s is missing is not the fault of its vendor', (_what, name, read) => {
  expect(read).toThrow(`Cannot find module '${name}'`)
  expect(read).not.toThrow(ParseError)
})
