import { defineConfig } from '@playwright/test'

/** Whole journeys in a real browser, against the production build. Alone: `npx playwright test -c e2e`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  workers: 2,
  // A second attempt would hide a fault that shows only sometimes.
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Kathmandu',
    trace: 'retain-on-failure',
  },
})
