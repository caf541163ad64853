import { defineConfig, devices } from '@playwright/test'

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
  timeout: 60_000,
  reporter: 'list',
  use: {
    timezoneId: 'Asia/Kathmandu',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: ['--disable-gpu', '--disable-quic'],
    },
  },
  projects: [
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, userAgent } },
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
  ],
})
