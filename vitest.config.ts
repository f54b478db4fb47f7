import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    // A zone with an odd offset finds every place that forgets that times are UTC.
    env: { TZ: 'Asia/Kathmandu', NODE_ENV: 'test' },
    sequence: { shuffle: true },
    testTimeout: 20_000,
    // Most tests wait for the database: on two cores two files at once end sooner, where one is the default.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        // Pure: no database is started for these.
        test: {
          name: 'unit',
          // Nothing here keeps state, so that files may share a process: half the time.
          isolate: false,
          include: ['lib/*.test.ts', '{lib/{blinding,domain,features,stats},components}/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{lib/server,app,scripts,prisma}/**/*.test.{ts,tsx}'],
          globalSetup: ['scripts/test/global-setup.mjs'],
          setupFiles: ['scripts/test/own-database.ts'],
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
