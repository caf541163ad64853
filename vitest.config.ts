import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

// Far from UTC and not a whole hour away: a forgotten time zone shows.
process.env.TZ = 'Asia/Kathmandu'
// What a test provokes would fill the report; LOG_LEVEL=debug shows it.
process.env.LOG_LEVEL ??= 'silent'

export default defineConfig({
  test: {
    // A machine that does other things at the same time is no reason to fail.
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Most of them wait for a database or another process; one at a time, as on two cores by default, takes half as long again.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A process for each file would load the same packages more than two hundred times.
    isolate: false,
    // A process that runs many files allocates much that soon dies: with V8's usual young generation, collecting it took an eighth.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          // Whichever file of a process asks first for the settings decides them for the others.
          env: { ADMIN_TOKEN: 'a-token-of-more-than-32-characters-for-tests' },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/support/global-setup.ts', 'tests/support/rows/global-setup.ts'],
          // Before anything that the files themselves import.
          setupFiles: ['tests/support/anew.ts', 'tests/support/rows/record.ts'],
          hookTimeout: 120_000,
        },
      },
      // Outside CI: they want programs of others, docs/clients.md and docs/peers.md.
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['tests/clients/**/*.test.ts'],
          globalSetup: 'tests/support/global-setup.ts',
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'peers',
          include: ['tests/peers/**/*.test.ts'],
          globalSetup: 'tests/support/global-setup.ts',
          hookTimeout: 400_000,
        },
      },
    ],
  },
})
