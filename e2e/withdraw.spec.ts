import { pool } from '@/lib/server/db/pool'
import { makeInvitation } from '@/lib/server/invitations/make'
import { claim } from '@/lib/server/rating/claim'
import { submit } from '@/lib/server/rating/submit'
import { attempt, makeAudit, makeUser } from '@/lib/server/rating/testing'
import { setAside } from '@/lib/server/supervision/set-aside'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, startRating, stored } from './rating-steps'
import { shoot } from './shots'

test('a rater withdraws all ratings, and the analyst sees that and how many, in the report too', async ({
  page,
  context,
  signIn,
  expectFine,
}) => {
  test.slow()
  const audit = await makeAudit(pool(), { outputs: 3, perOutput: 2 })
  const other = await makeUser(pool())
  for (let i = 0; i < 2; i++) {
    const [item] = await claim({ auditId: audit.id, userId: other })
    await submit({ itemId: item!.item_id, userId: other }, attempt())
  }
  await signIn('rater')
  await startRating(page, audit.publicId)
  for (const text of ['1 of 3', '2 of 3']) {
    await rateByKeys(page, 4, '0.5')
    await expect(page.getByText(text, { exact: true })).toBeVisible()
  }
  await page.getByRole('button', { name: 'Comment' }).click()
  await page.getByRole('textbox', { name: 'Comment' }).fill('half a thought')
  await page.getByRole('button', { name: 'More' }).click()
  await expectFine(page)
  await shoot(page, 'withdraw-more')
  await page.getByRole('button', { name: 'Withdraw your ratings…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Withdraw your ratings?' })
  await expect(sheet).toContainText('This cannot be undone.')
  await expectFine(page)
  await shoot(page, 'withdraw-sheet')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  // By keyboard alone, and only on purpose.
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Withdraw your ratings…' }).focus()
  await page.keyboard.press('Enter')
  await sheet.getByRole('button', { name: 'Withdraw all my ratings' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You withdrew from this rating task' })).toBeVisible()
  await expectFine(page)
  await shoot(page, 'withdraw-end')
  expect((await stored(audit.id)).filter(({ current }) => current)).toHaveLength(4)
  expect(JSON.stringify(await context.storageState())).not.toContain('half a thought')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'You withdrew from this rating task' })).toBeVisible()

  await context.clearCookies()
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters`)
  await expect(page.getByText('1 rater withdrew (2 ratings)')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Raters' }).getByText('Withdrew')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'withdraw-raters')
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await page.goto(`/audits/${audit.slug}`)
  await expect(page.getByText('1 rater withdrew (2 ratings)')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'withdraw-report')
})

test('a participant who withdraws before the end is told to return the submission; on a phone, once closed, it is refused', async ({
  page,
  context,
  expectFine,
  expectConsoleErrors,
}) => {
  test.slow()
  expectConsoleErrors(/40[39]/)
  await page.setViewportSize({ width: 390, height: 844 })
  const audit = await makeAudit(pool(), { outputs: 3, perOutput: 2 })
  const byId = await makeUser(pool(), 'analyst')
  const panel = { code: 'C7', return_url: 'https://panel.example/end', parameter: 'participant_id' }
  const secret = await makeInvitation({ role: 'rater', days: 7, panel }, { auditId: audit.id, byId })
  const begin = async (participant: string) => {
    await context.clearCookies()
    await page.goto(`/panel/${secret}?participant_id=${participant}`)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('button', { name: 'Start rating' }).click()
    await expect(shownText(page)).toBeVisible()
    await rateByKeys(page, 4, '0.5')
    await expect(page.getByText('1 of 3', { exact: true })).toBeVisible()
  }
  const withdraw = async () => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name: 'Withdraw your ratings…' }).click()
    await page.getByRole('button', { name: 'Withdraw all my ratings' }).click()
  }
  await begin('p1')
  await withdraw()
  await expect(page.getByText('You withdrew before the end, so there is no completion code.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Back to panel.example' })).toHaveAttribute(
    'href',
    'https://panel.example',
  )
  await expectFine(page)
  await shoot(page, 'withdraw-panel-early')

  await begin('p2')
  await page.setViewportSize({ width: 390, height: 844 })
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await withdraw()
  await expect(page.getByRole('alert').filter({ hasText: 'Ask whoever runs it' })).toBeVisible()
  await expectFine(page)
  await shoot(page, 'withdraw-refused')
  await page.goto(`/rate/${audit.publicId}?started`)
  // What was fetched ahead is held still, and may be finished.
  await expect(shownText(page)).toBeVisible()
})

test('a participant whose work is set aside gets the code; who has it keeps it after withdrawing', async ({
  page,
  context,
  expectFine,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/403/)
  const audit = await makeAudit(pool(), { outputs: 2, perOutput: 2 })
  const byId = await makeUser(pool(), 'analyst')
  const panel = { code: 'C7-K', return_url: 'https://panel.example/end', parameter: 'participant_id' }
  const secret = await makeInvitation({ role: 'rater', days: 7, panel }, { auditId: audit.id, byId })
  await page.goto(`/panel/${secret}?participant_id=p1`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'Start rating' }).click()
  await expect(shownText(page)).toBeVisible()
  await rateByKeys(page, 4, '0.5')
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible()
  await rateByKeys(page, 4, '0.5')
  await expect(page.getByText('C7-K', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Withdraw your ratings…' }).click()
  await expectFine(page)
  await page.getByRole('button', { name: 'Withdraw all my ratings' }).click()
  await expect(page.getByRole('heading', { name: 'You withdrew from this rating task' })).toBeVisible()
  await expect(page.getByText('C7-K', { exact: true })).toBeVisible()
  await expectFine(page)
  await shoot(page, 'withdraw-panel-code')

  await context.clearCookies()
  await page.goto(`/panel/${secret}?participant_id=p2`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'Start rating' }).click()
  await expect(shownText(page)).toBeVisible()
  await rateByKeys(page, 4, '0.5')
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible()
  const { rows } = await pool().query(
    'SELECT pseudonym FROM raters WHERE audit_id = $1 AND withdrawn_at IS NULL',
    [audit.id],
  )
  await setAside({ rater: rows[0].pseudonym, reason: 'Too fast.' }, { auditId: audit.id, byId: null })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This rating task hands you nothing more' })).toBeVisible()
  await expect(page.getByText('C7-K', { exact: true })).toBeVisible()
  await expectFine(page)
  await shoot(page, 'set-aside-panel-code')
  await page.getByRole('button', { name: 'Withdraw your ratings…' }).click()
  await expectFine(page)
  await page.getByRole('button', { name: 'Withdraw all my ratings' }).click()
  await expect(page.getByRole('heading', { name: 'You withdrew from this rating task' })).toBeVisible()
})
