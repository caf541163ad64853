import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isInstalled } from '#bin/install.mjs'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'install-'))
  await mkdir(join(root, 'node_modules'))
})

afterEach(() => rm(root, { recursive: true }))

const here = { os: [process.platform], cpu: [process.arch] }
const elsewhere = { os: ['sunos'], cpu: ['s390x'] }

async function isInstalledWith(locked: object, installed: object | null, dev = false) {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...locked } }))
  const record = join(root, 'node_modules', '.package-lock.json')
  if (installed !== null) await writeFile(record, JSON.stringify({ packages: installed }))
  return isInstalled(root, dev)
}

describe('isInstalled', () => {
  it('is false before npm has run, and after it was cut short', async () => {
    expect(await isInstalledWith({}, null)).toBe(false)
  })

  it('compares each version with the lock file', async () => {
    const locked = { 'node_modules/pg': { version: '8.1.0' } }
    expect(await isInstalledWith(locked, { 'node_modules/pg': { version: '8.1.0' } })).toBe(true)
    expect(await isInstalledWith(locked, { 'node_modules/pg': { version: '8.0.0' } })).toBe(false)
    expect(await isInstalledWith(locked, {})).toBe(false)
  })

  it('wants an optional package only where it is for this platform', async () => {
    expect(
      await isInstalledWith({ 'node_modules/node-there': { version: '1.0.0', optional: true, ...elsewhere } }, {}),
    ).toBe(true)
    expect(await isInstalledWith({ 'node_modules/node-here': { version: '1.0.0', optional: true, ...here } }, {})).toBe(
      false,
    )
    const oneNamed = { version: '1.0.0', optional: true, os: process.platform, cpu: process.arch }
    expect(await isInstalledWith({ 'node_modules/node-here': oneNamed }, {})).toBe(false)
    expect(
      await isInstalledWith({ 'node_modules/libc': { version: '1.0.0', optional: true, ...here, libc: ['musl'] } }, {}),
    ).toBe(true)
    expect(await isInstalledWith({ 'node_modules/any': { version: '1.0.0', optional: true } }, {})).toBe(true)
  })

  it('wants tools for development only where they are asked for', async () => {
    const locked = { 'node_modules/vitest': { version: '5.0.0', dev: true } }
    expect(await isInstalledWith(locked, {}, false)).toBe(true)
    expect(await isInstalledWith(locked, {}, true)).toBe(false)
  })
})
