import { defineConfig, devices } from '@playwright/test'
import { isFull } from './tests/support/full.ts'
import { CHROMIUM, CHROMIUM_ARGS } from './tests/support/processes/chromium.ts'

// As for the other tests: a forgotten time zone shows, in the site that they start too.
process.env.TZ = 'Asia/Kathmandu'

const { userAgent } = devices['Pixel 7']

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/browser-setup.ts',
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // One that passes at the second try is a defect in the site or in the test.
  retries: 0,
  workers: 2,
  // A machine that does other things at the same time is no reason to fail.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: 'list',
  use: {
    timezoneId: 'Asia/Kathmandu',
    locale: 'en-GB',
    // A trace costs two thirds as much again as all else; `npx playwright test --trace retain-on-failure` makes one.
    trace: 'off',
    // A context of its own costs a test more than most do in it; cookies, storage, cache, routes and emulation are cleared all the same.
    reuseContext: true,
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGS },
  },
  projects: [
    {
      name: 'phone',
      // What does not depend on the window's size, nor on touch, is asked once: see tests/support/browser.ts.
      grep: isFull ? /./ : /@phone|@touch/,
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, userAgent },
    },
    { name: 'desktop', grepInvert: /@touch/, use: { viewport: { width: 1280, height: 800 } } },
  ],
})
