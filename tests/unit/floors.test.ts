import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8'))

/** The oldest version of each that has no known hole of those which concern this site, and why. */
const FLOORS: [name: string, version: string, why: string][] = [
  ['next', '16.4.6', 'the advisories of 2026 up to November'],
  ['react', '19.3.1', 'what Next 16.4 is built with'],
  ['react-dom', '19.3.1', 'CVE-2025-55182, remote execution by a Flight request, and what followed it'],
  ['better-auth', '1.7.25', 'the advisories of 2026 up to August'],
  ['fast-xml-parser', '5.10.1', 'GHSA-8r6m-32jq-jx6q, repeated DOCTYPEs'],
  ['zod', '4.6.7', 'GHSA-mrhx-c7xc-m3w5, memory'],
  ['undici', '8.12.4', 'CVE-2026-22036, chained encodings'],
]

it.each(FLOORS)('%s is at least %s, wherever it is installed (%s)', (name, floor) => {
  const places = Object.keys(packages).filter((path) => `/${path}`.endsWith(`/node_modules/${name}`))
  expect(places).toContain(`node_modules/${name}`)
  const tooOld = places.filter((path) => compare(packages[path].version, floor) < 0)
  expect(tooOld.map((path) => `${path} ${packages[path].version}`)).toEqual([])
})

function compare(version: string, floor: string): number {
  const [one, other] = [version, floor].map((text) => text.split('.').map(Number))
  const at = [0, 1, 2].find((index) => one?.[index] !== other?.[index])
  return at === undefined ? 0 : (one?.[at] ?? 0) - (other?.[at] ?? 0)
}
