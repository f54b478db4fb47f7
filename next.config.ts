import { existsSync } from 'node:fs'
import type { NextConfig } from 'next'

const EVERYWHERE = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
]

/** What is data is never a page: a browser that shows it all the same runs and loads nothing. Pages: see proxy.ts. */
const DATA = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }]

const config: NextConfig = {
  // Native modules stay outside the bundle; they are loaded from node_modules at run time.
  serverExternalPackages: ['@duckdb/node-api', 'pg', 'pg-copy-streams', '@node-rs/argon2', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run types`, in every run of the tests: whoever starts Plumbline need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // A first build, which somebody waits for, is a fifth quicker when it keeps nothing for a second.
  experimental: { turbopackFileSystemCacheForBuild: existsSync('.next/BUILD_ID') },
  headers: async () => [
    { source: '/:path*', headers: EVERYWHERE },
    { source: '/:data(api/.*|healthz|readyz|metrics)', headers: DATA },
  ],
}

export default config
