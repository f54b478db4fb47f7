import type { Page } from '@playwright/test'
import { sessionCookieName, sessionCookieValue } from '@/lib/server/auth/session'
import { makeAudit, makeUser } from '@/lib/server/rating/testing'
import { type KillableServer, killableServer } from '../scripts/test/killable-server'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, startRating } from './rating-steps'

// One server after the other: each has a database of its own.
test.describe.configure({ mode: 'serial' })

const LOST = /ERR_CONNECTION|ERR_EMPTY|ERR_ABORTED|ERR_FAILED|ERR_INCOMPLETE|50[0-9]/

test.describe('nothing acknowledged is lost, and all arrives once', () => {
  let server: KillableServer
  test.beforeAll(async () => {
    server = await killableServer()
  })
  test.afterAll(() => server?.end())

  /** Signs a new rater in and opens the desk of a new audit; answers what the browser was told is stored. */
  async function begin(page: Page): Promise<{ auditId: number; acknowledged: Set<string> }> {
    const audit = await makeAudit(server.db, { outputs: 5 })
    const value = await sessionCookieValue({ sub: await makeUser(server.db), version: 1 })
    await page.context().addCookies([{ name: sessionCookieName(), value, url: server.url, httpOnly: true }])
    const acknowledged = new Set<string>()
    page.on('response', (response) => {
      const [, itemId] = /items\/([^/]+)\/submit$/.exec(response.url()) ?? []
      if (itemId && response.ok()) acknowledged.add(itemId)
    })
    await startRating(page, audit.publicId, server.url)
    await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
    return { auditId: audit.id, acknowledged }
  }

  const storedItems = async (auditId: number) =>
    (
      await server.db.query<{ id: string; ratings: number }>(
        `SELECT s.id, count(h.id)::int AS ratings FROM assignments s LEFT JOIN human_ratings h ON h.assignment_id = s.id
         WHERE s.audit_id = $1 AND s.status = 'submitted' GROUP BY s.id`,
        [auditId],
      )
    ).rows

  /** Lets a submission get as far as its ratings and no further, then does what kills it there. */
  async function inTheMiddle(page: Page, kill: () => Promise<void>): Promise<void> {
    const holder = await server.db.connect()
    // The database may be killed under it.
    holder.on('error', () => {})
    try {
      await holder.query('BEGIN; LOCK TABLE human_ratings IN EXCLUSIVE MODE')
      const text = (await shownText(page).textContent()) ?? ''
      await rateByKeys(page, 3, '0.5')
      await expect(shownText(page)).not.toHaveText(text)
      await expect.poll(waitsInTheMiddle).toBe(true)
      await kill()
    } finally {
      await holder.query('ROLLBACK').catch(() => {})
      holder.release(true)
    }
  }

  // Asked on another connection: within a transaction it would answer the same again.
  const waitsInTheMiddle = async () => {
    const { rowCount } = await server.db.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO human_ratings%'`,
    )
    return rowCount === 1
  }

  async function allArrives(page: Page, auditId: number, acknowledged: Set<string>, items: number) {
    await expect(page.getByText('No connection')).toBeHidden({ timeout: 90_000 })
    await expect.poll(() => acknowledged.size, { timeout: 90_000 }).toBe(items)
    const stored = await storedItems(auditId)
    expect(stored.map(({ id }) => id).sort()).toEqual([...acknowledged].sort())
    for (const { ratings } of stored) expect(ratings).toBe(2)
  }

  test('by kill -9 of the server in the middle of a submission', async ({ page, expectConsoleErrors }) => {
    expectConsoleErrors(LOST)
    const { auditId, acknowledged } = await begin(page)
    await rateByKeys(page, 4, '0.25')
    await expect.poll(() => acknowledged.size).toBe(1)
    await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
    await inTheMiddle(page, () => server.killServer())
    await expect(page.getByText('1 rating waits for it')).toBeVisible()
    // What was fetched ahead is rated meanwhile.
    await rateByKeys(page, 5, '1')
    await expect(page.getByText('2 ratings wait for it').first()).toBeVisible()
    expect((await storedItems(auditId)).map(({ id }) => id)).toEqual([...acknowledged])
    await server.startServer()
    await allArrives(page, auditId, acknowledged, 3)
  })

  test('by kill -9 of the database in the middle of a submission', async ({ page, expectConsoleErrors }) => {
    expectConsoleErrors(LOST)
    const { auditId, acknowledged } = await begin(page)
    await rateByKeys(page, 4, '0.25')
    await expect.poll(() => acknowledged.size).toBe(1)
    await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
    await inTheMiddle(page, () => server.killDatabase())
    await rateByKeys(page, 5, '1')
    await allArrives(page, auditId, acknowledged, 3)
  })
})
