import { vi } from 'vitest'

/*
 * Runs before each file of integration tests. One process runs many files, so that it loads the packages only once; each file
 * gets the environment as at process start, and fresh project modules with all their state: settings, pools, caches.
 */
const kept = globalThis as typeof globalThis & { firstEnvironment?: NodeJS.ProcessEnv }
kept.firstEnvironment ??= { ...process.env }

for (const name of Object.keys(process.env)) if (!(name in kept.firstEnvironment)) delete process.env[name]
Object.assign(process.env, kept.firstEnvironment)
vi.resetModules()
