import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{lib,components,app,scripts,prisma}/**/*.test.{ts,tsx}'],
    // A zone with an odd offset finds every place that forgets that times are UTC.
    env: { TZ: 'Asia/Kathmandu', NODE_ENV: 'test' },
    sequence: { shuffle: true },
    testTimeout: 20_000,
  },
})
