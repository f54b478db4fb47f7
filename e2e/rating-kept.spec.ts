import { pool } from '@/lib/server/db/pool'
import { claim } from '@/lib/server/rating/claim'
import { submit } from '@/lib/server/rating/submit'
import { sweepLeases } from '@/lib/server/rating/sweep'
import { attempt, makeAudit, makeUser } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, startRating, stored } from './rating-steps'

test('without a connection rating goes on, and all arrives once', async ({
  page,
  context,
  signIn,
  expectConsoleErrors,
  expectAccessible,
}) => {
  expectConsoleErrors(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  const audit = await makeAudit(pool(), { outputs: 4 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
  const first = (await shownText(page).textContent()) ?? ''
  await context.setOffline(true)
  await expect(page.getByText('No connection. You can go on rating.')).toBeVisible()
  await rateByKeys(page, 3, '0.5')
  await expect(shownText(page)).not.toHaveText(first)
  await expect(page.getByText('1 rating waits for it')).toBeVisible()
  // Taken back and given anew, while nothing can be sent.
  await page.keyboard.press('u')
  await expect(shownText(page)).toHaveText(first)
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await rateByKeys(page, 5, '1')
  await expect(page.getByRole('heading', { name: 'You have rated all that was fetched ahead' })).toBeVisible()
  await expectAccessible(page)
  expect(await stored(audit.id)).toEqual([])
  await context.setOffline(false)
  await expect(page.getByText('No connection')).toBeHidden()
  await expect(shownText(page)).toBeVisible()
  await expect
    .poll(async () => (await stored(audit.id)).filter(({ current }) => current))
    .toMatchObject([
      { key: 'quality', score: 2 },
      { key: 'truth', score: 0.5 },
      { key: 'quality', score: 5 },
      { key: 'truth', score: 1 },
    ])
  await expect(page.getByText('2 of 4', { exact: true })).toBeVisible()
})

test('what was done without a connection outlives the page', async ({
  page,
  context,
  signIn,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  const audit = await makeAudit(pool(), { outputs: 4 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
  const first = (await shownText(page).textContent()) ?? ''
  await context.setOffline(true)
  await rateByKeys(page, 3, '0.5')
  await expect(shownText(page)).not.toHaveText(first)
  const second = (await shownText(page).textContent()) ?? ''
  await page.keyboard.press('4')
  await page.keyboard.press('c')
  await page.keyboard.type('Begun without a connection')
  await page.close({ runBeforeUnload: false })
  await context.setOffline(false)
  const later = await context.newPage()
  await startRating(later, audit.publicId)
  await expect(shownText(later)).toHaveText(second)
  await expect(later.getByRole('radio', { name: '4' })).toBeChecked()
  await expect(later.getByRole('textbox', { name: 'Comment' })).toHaveValue('Begun without a connection')
  await expect.poll(() => stored(audit.id)).toMatchObject([{ score: 3 }, { score: 0.5 }])
})

test('signing out leaves nothing on the device, and asks before it throws work away', async ({
  page,
  signIn,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/ERR_FAILED/)
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  await page.route('**/submit', (route) => route.abort())
  page.on('dialog', (dialog) => dialog.accept())
  await rateByKeys(page, 3, '0.5')
  await expect(page.getByText('1 rating waits for it')).toBeVisible()
  await page.goto('/rate')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('1 rating is not sent yet.')).toBeVisible()
  await page.getByRole('button', { name: 'throw away and sign out' }).click()
  await page.waitForURL('**/sign-in')
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('rating'))),
  ).toEqual([])
})

test('two tabs do not fight', async ({ page, context, signIn, expectAccessible }) => {
  const audit = await makeAudit(pool(), { outputs: 6 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const text = (await shownText(page).textContent()) ?? ''
  await page.keyboard.press('4')
  const second = await context.newPage()
  await second.goto(`/rate/${audit.publicId}?started`)
  await expect(second.getByRole('heading', { name: 'You are rating in another tab' })).toBeVisible()
  await expectAccessible(second)
  await second.getByRole('button', { name: 'Continue here' }).click()
  await expect(shownText(second)).toHaveText(text)
  await expect(second.getByRole('radio', { name: '4' })).toBeChecked()
  await expect(page.getByRole('heading', { name: 'You are rating in another tab' })).toBeVisible()
  await rateByKeys(second, 5, '1')
  await expect(shownText(second)).not.toHaveText(text)
  const next = (await shownText(second).textContent()) ?? ''
  // Once the other tab is closed, this one goes on by itself.
  await second.close()
  await expect(shownText(page)).toHaveText(next)
  const { rows } = await pool().query(
    `SELECT count(*) FILTER (WHERE status = 'leased')::int AS leased, count(*) FILTER (WHERE status = 'submitted')::int AS submitted
     FROM assignments WHERE audit_id = $1`,
    [audit.id],
  )
  expect(rows).toEqual([{ leased: 2, submitted: 1 }])
})

test.describe('a lease that ran out', () => {
  const lapse = (auditId: number) =>
    pool().query(
      `UPDATE assignments SET lease_expires_at = now() - interval '1 second' WHERE audit_id = $1`,
      [auditId],
    )
  const states = async (auditId: number) =>
    (
      await pool().query(
        `SELECT purpose, status, lease_expires_at > now() AS renewed FROM assignments
         WHERE audit_id = $1 AND rater_id = (SELECT min(id) FROM raters WHERE audit_id = $1)`,
        [auditId],
      )
    ).rows

  test('is renewed by the next change where nobody took the output', async ({ page, signIn }) => {
    const audit = await makeAudit(pool(), { outputs: 1 })
    await signIn('rater')
    await startRating(page, audit.publicId)
    await lapse(audit.id)
    await sweepLeases(audit.id)
    await page.keyboard.press('4')
    await expect.poll(() => states(audit.id)).toEqual([{ purpose: 'main', status: 'leased', renewed: true }])
    await rateByKeys(page, 4, '0.5')
    await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
    expect(await states(audit.id)).toMatchObject([{ purpose: 'main', status: 'submitted' }])
  })

  test('leaves the work as an extra rating where somebody took it, and says so', async ({
    page,
    signIn,
    expectAccessible,
  }) => {
    const audit = await makeAudit(pool(), { outputs: 1 })
    await signIn('rater')
    await startRating(page, audit.publicId)
    await lapse(audit.id)
    const other = await makeUser(pool())
    const [taken] = await claim({ auditId: audit.id, userId: other })
    await page.keyboard.press('4')
    await expect(page.getByText('was given to another rater')).toBeVisible()
    await expectAccessible(page)
    await submit({ itemId: taken!.item_id, userId: other }, attempt())
    await rateByKeys(page, 4, '0.5')
    await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
    expect(await states(audit.id)).toMatchObject([{ purpose: 'extra', status: 'submitted' }])
    expect(await stored(audit.id)).toHaveLength(4)
  })
})
