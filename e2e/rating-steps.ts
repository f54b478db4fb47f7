import type { Page } from '@playwright/test'
import { pool } from '@/lib/server/db/pool'
import { expect } from './fixtures'

/** The text of the output on the desk. */
export const shownText = (page: Page) => page.getByText(/^Text of output \d+$/).filter({ visible: true })
/** All ratings of an audit, ended ones too, in the order in which they were stored. */
export const stored = async (auditId: number) =>
  (
    await pool().query(
      `SELECT c.key, h.score, h.ended_at IS NULL AS current, s.comment, s.seconds > 0 AS took_time
       FROM human_ratings h JOIN criteria c ON c.id = h.criterion_id JOIN assignments s ON s.id = h.assignment_id
       WHERE h.audit_id = $1 ORDER BY h.id`,
      [auditId],
    )
  ).rows

/** Rates the item on the desk by keyboard: quality by its key, truth in its number field. */
export async function rateByKeys(page: Page, quality: number, truth: string): Promise<void> {
  // A key that is pressed while the next output is on its way chooses nothing.
  await expect(page.getByRole('form', { name: 'Your rating' })).toBeVisible()
  await page.keyboard.press(String(quality))
  await page.getByLabel('Truth, as a number').fill(truth)
  await page.keyboard.press('Enter')
}

/** Opens the desk and waits for the first output. */
export async function startRating(page: Page, publicId: string, server = ''): Promise<void> {
  await page.goto(`${server}/rate/${publicId}?started`)
  await expect(shownText(page)).toBeVisible()
}
