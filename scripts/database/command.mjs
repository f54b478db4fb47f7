// @ts-check
/** The database of a command: it works beside a running server, or alone. */
import { bringUpToDate } from '../start/first.mjs'
import { openEmbedded, openOther } from './open.mjs'
import { enter, otherUsers, prepareData, withLock } from './users.mjs'

/** @typedef {import('../start/environment.mjs').Settings} Settings */
/** @typedef {import('./open.mjs').Database} Database */

/**
 * Opens what a running server uses, or else DATABASE_URL or the embedded database. Sets what the app's own code reads.
 * @param {Settings} settings
 * @param {{ migrate?: boolean }} [options]
 * @returns {Promise<Database>}
 */
export async function openForCommand(settings, { migrate = true } = {}) {
  const { data, databaseUrl } = settings
  prepareData(data)
  const { user, server } = await withLock(data, async () => ({
    user: enter(data, 'command'),
    server: otherUsers(data).find(({ kind }) => kind !== 'command'),
  }))
  const url = databaseUrl ?? server?.databaseUrl
  let database
  try {
    database = url ? await openOther(url) : await openEmbedded(settings, user)
  } catch (error) {
    user.leave()
    throw error
  }
  process.env.DATABASE_URL = database.url
  process.env.PLUMBLINE_DATA = data
  const opened = {
    ...database,
    async close() {
      await database.close()
      user.leave()
    },
  }
  try {
    // A server has done so when it started.
    if (migrate && !server) await bringUpToDate(database.url)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}
