import { vi } from 'vitest'

/*
 * Runs before each file of integration tests. One process takes many files, so that it loads the packages once; each file finds the
 * environment as the process began with it, and the project's own modules anew with all that they keep: settings, pools, caches.
 */
const kept = globalThis as typeof globalThis & { firstEnvironment?: NodeJS.ProcessEnv }
kept.firstEnvironment ??= { ...process.env }

for (const name of Object.keys(process.env)) if (!(name in kept.firstEnvironment)) delete process.env[name]
Object.assign(process.env, kept.firstEnvironment)
vi.resetModules()
