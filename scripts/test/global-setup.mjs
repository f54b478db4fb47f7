// @ts-check
/** Gives the integration tests a PostgreSQL: the one that `npm test` started, or else one for this run. */
import { fileURLToPath } from 'node:url'
import { generateClient } from '../start/generate.mjs'
import { throwawayDatabase } from './throwaway.mjs'

export default async function setup() {
  await generateClient(fileURLToPath(new URL('../..', import.meta.url)))
  if (process.env.PLUMBLINE_TEST_DATABASE_URL) return undefined
  const database = await throwawayDatabase()
  process.env.PLUMBLINE_TEST_DATABASE_URL = database.url
  return async () => {
    delete process.env.PLUMBLINE_TEST_DATABASE_URL
    await database.end()
  }
}
