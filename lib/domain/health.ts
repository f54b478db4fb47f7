/** How the server fares, for admins. Sizes in bytes, times in seconds. */
export type Health = {
  /** Null when all is well, else what is wrong and what to do. */
  problem: string | null
  version: string
  postgres: string | null
  databaseBytes: number | null
  /** Migrations that were applied. */
  migrations: number | null
  dataFolder: string
  snapshotBytes: number
  uptime: number
  memoryBytes: number
  node: string
}
