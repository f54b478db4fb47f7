import { defineConfig } from '@playwright/test'

/** Whole journeys in a real browser, against the production build. Alone: `npx playwright test -c e2e`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A crowded machine is no fault of the product. What needs the second attempt is printed as flaky, and looked into.
  retries: process.env.CI ? 1 : 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Asia/Kathmandu',
    trace: 'retain-on-failure',
  },
})
