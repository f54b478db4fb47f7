import type { NextConfig } from 'next'

const config: NextConfig = {
  // Native modules stay outside the bundle; they are loaded from node_modules at run time.
  serverExternalPackages: ['@duckdb/node-api', 'pg', 'pg-copy-streams', '@node-rs/argon2', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
}

export default config
