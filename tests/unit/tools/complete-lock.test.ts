import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completeLock } from '#tools/complete-lock.ts'

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'package-lock.json'), 'utf8'))

describe('completeLock', () => {
  it('adds the builds for other platforms, so that nobody fetches them elsewhere', () => {
    const tool = {
      version: '1.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/cli-darwin-arm64': '1.0.0',
        '@tool/cli-linux-x64-musl': '1.0.0',
        '@tool/cli-wasm32-wasi': '1.0.0',
      },
    }
    expect(completeLock({ 'node_modules/tool': tool })).toEqual({
      'node_modules/@tool/cli-darwin-arm64': {
        version: '1.0.0',
        cpu: ['arm64'],
        os: ['darwin'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/cli-linux-x64-musl': {
        version: '1.0.0',
        cpu: ['x64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/cli-wasm32-wasi': { version: '1.0.0', cpu: ['wasm32'], dev: true, optional: true },
      'node_modules/tool': tool,
    })
  })

  it('leaves what npm wrote, and what is no build of a platform', () => {
    const locked = {
      'node_modules/@tool/cli-linux-x64': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
      'node_modules/tool': {
        version: '1.0.0',
        optionalDependencies: { '@tool/cli-linux-x64': '1.0.0', colours: '2.0.0', 'tool-darwin-x64': '^1.0.0' },
      },
    }
    expect(completeLock(locked)).toEqual(locked)
  })
})

describe('package-lock.json', () => {
  it('is complete: if it is not, `npm ci` refuses it, and `npm run lock` mends it', () => {
    expect(Object.keys(completeLock(packages)).filter((path) => !(path in packages))).toEqual([])
  })

  it('names no registry', () => {
    expect(Object.values<{ resolved?: string }>(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
  })
})
