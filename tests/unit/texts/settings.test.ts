import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { WORKER_ENV, WORKER_FLAGS } from '#bin/supervise.ts'
import { defaultOf, SETTING_NAMES } from '#lib/env.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', path), 'utf8')

/** Names and defaults as a row of the README's table has them: one default for each name, or one for all. */
function readTable(): [name: string, value: string][] {
  const [, rows = ''] = /\| variable \| default \|.*\n.*\n((?:\|.*\n)+)/.exec(read('README.md')) ?? []
  return rows
    .trim()
    .split('\n')
    .flatMap((row): [string, string][] => {
      const [, names = '', defaults = ''] = row.split(/ ?\| ?/)
      const given = [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')
      const values = defaults.split(', ')
      expect([1, given.length], row).toContain(values.length)
      return given.map((name, index) => [name, values[values.length === 1 ? 0 : index] ?? ''])
    })
}

const ours = (names: Iterable<string>) => [...names].filter((name) => (SETTING_NAMES as string[]).includes(name))

describe('the settings', () => {
  it('are all in the table of the README, each with its default, and nothing else is', () => {
    const expected = SETTING_NAMES.map((name) => [name, defaultOf(name)])
    expect(Object.fromEntries(readTable())).toEqual(Object.fromEntries(expected))
    expect(readTable()).toHaveLength(SETTING_NAMES.length)
  })

  it('are all in .env.example, commented out, and nothing else is', () => {
    const lines = read('.env.example').split('\n')
    const given = lines.flatMap((line) => /^#?([A-Z_]+)=/.exec(line)?.[1] ?? [])
    expect(given.toSorted()).toEqual(SETTING_NAMES.toSorted())
    for (const line of lines) expect(line).toMatch(/^$|^#/)
  })

  it('have in .env.example their defaults, where they have any', () => {
    for (const name of SETTING_NAMES) {
      const value = defaultOf(name)
      const [, example = ''] = new RegExp(`^#${name}=(.*)$`, 'm').exec(read('.env.example')) ?? []
      if (!/[ (]|PORT/.test(value) && value !== '') expect(example, name).toBe(value)
    }
  })

  it('all reach the containers of compose.yaml, but for what the image decides', () => {
    const { services } = parse(read('compose.yaml'), { merge: true })
    const decided = ['PORT', 'HOST', 'DATA_DIR']
    for (const service of ['site', 'worker']) {
      const given = [...ours(Object.keys(services[service].environment)), ...decided]
      expect(given.toSorted(), service).toEqual(SETTING_NAMES.toSorted())
    }
  })

  it('come to a worker of compose.yaml beside the flags and variables that `npm start` gives it', () => {
    const { worker } = parse(read('compose.yaml'), { merge: true }).services
    expect(worker.command).toEqual(['node', ...WORKER_FLAGS, 'bin/worker.ts'])
    expect(worker.environment).toMatchObject(WORKER_ENV)
  })
})
