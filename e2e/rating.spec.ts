import { pool } from '@/lib/server/db/pool'
import { acceptInvitation, makeAudit, makeUser } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, startRating, stored } from './rating-steps'

test('a rater finds a task, reads what it is for, and rates all of it', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const audit = await makeAudit(pool(), { outputs: 2 })
  await signIn('rater')
  await page.goto('/rate')
  await expect(page).toHaveTitle('Rate · Plumbline')
  await expectAccessible(page)
  await page.locator(`a[href="/rate/${audit.publicId}"]`).click()
  await expect(page.getByRole('button', { name: 'Start rating' })).toBeVisible()
  await expect(page.getByText('Say how useful each answer is.')).toBeVisible()
  await expect(page).toHaveTitle('Rating task · Plumbline')
  await expectAccessible(page)

  await page.keyboard.press('Enter')
  const first = await shownText(page).textContent()
  await expect(page.getByText('0 of 2', { exact: true })).toBeVisible()
  await expect(page.getByRole('radio', { name: '1' })).toBeFocused()
  await expectAccessible(page)

  // Enter without every score goes to what is missing.
  await page.keyboard.press('4')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('slider', { name: 'Truth' })).toBeFocused()
  await expect(page.getByRole('status')).toContainText('Truth has no score yet.')
  await expect(page.getByText('Needs a score')).toHaveCount(1)
  // A digit on a slider begins the number.
  await page.keyboard.press('0')
  await page.keyboard.type('.25')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')

  await expect(shownText(page)).not.toHaveText(first ?? '')
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible()
  await expect(page.getByRole('status')).toContainText('1 of 2 rated. Next output.')
  await expect(page.getByRole('radio', { name: '1' })).toBeFocused()

  await page.keyboard.press('c')
  await page.keyboard.type('sb?1 are letters here')
  await page.keyboard.press('Escape')
  await rateByKeys(page, 2, '1')
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
  await expectAccessible(page)
  expect(await stored(audit.id)).toMatchObject([
    { key: 'quality', score: 4, comment: null, took_time: true },
    { key: 'truth', score: 0.25 },
    { key: 'quality', score: 2, comment: 'sb?1 are letters here' },
    { key: 'truth', score: 1 },
  ])
})

test('the next output is there before the server has answered', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const first = await shownText(page).textContent()
  // The one fetched ahead is drawn already.
  await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/submit', async (route) => {
    await held
    await route.continue()
  })
  await rateByKeys(page, 3, '0.5')
  await expect(shownText(page)).not.toHaveText(first ?? '')
  await expect(page.getByText('1 of 3', { exact: true })).toBeVisible()
  expect(await stored(audit.id)).toEqual([])
  release()
  await expect.poll(() => stored(audit.id)).toHaveLength(2)
})

test('leaving and coming back lands on the same output with what was chosen', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 5 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const text = await shownText(page).textContent()
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/draft') && answer.ok())
  await page.keyboard.press('5')
  await saved
  await page.reload()
  await expect(shownText(page)).toHaveText(text ?? '')
  await expect(page.getByRole('radio', { name: '5' })).toBeChecked()
  await page.getByRole('link', { name: 'Leave' }).click()
  await page.waitForURL('/rate')
  await page.goto(`/rate/${audit.publicId}`)
  await page.getByRole('button', { name: 'Start rating' }).click()
  await expect(shownText(page)).toHaveText(text ?? '')
  await expect(page.getByRole('radio', { name: '5' })).toBeChecked()
})

test('an answer that got lost is asked for again under the same key', async ({
  page,
  signIn,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/ERR_FAILED/)
  const audit = await makeAudit(pool(), { outputs: 2 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  let lost = 0
  await page.route('**/submit', async (route) => {
    const answer = await route.fetch()
    if (lost++ > 0) return route.fulfill({ response: answer })
    await route.abort()
  })
  await rateByKeys(page, 3, '0.5')
  await expect.poll(() => lost).toBeGreaterThan(1)
  await expect(page.getByText('No connection')).toBeHidden()
  expect(await stored(audit.id)).toHaveLength(2)
})

test('the last submission can be taken back, by its key and by Ctrl+Z', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const first = (await shownText(page).textContent()) ?? ''
  await rateByKeys(page, 3, '0.5')
  await expect(shownText(page)).not.toHaveText(first)
  const second = (await shownText(page).textContent()) ?? ''
  await page.keyboard.press('1')
  await page.keyboard.press('u')
  await expect(shownText(page)).toHaveText(first)
  await expect(page.getByRole('status')).toContainText('Taken back')
  await expect(page.getByText('0 of 3', { exact: true })).toBeVisible()
  await expect(page.getByRole('radio', { name: '3' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
  await expectAccessible(page)
  await expect
    .poll(() => stored(audit.id))
    .toMatchObject([
      { key: 'quality', score: 3, current: false },
      { key: 'truth', current: false },
    ])
  await page.keyboard.press('5')
  await page.keyboard.press('Enter')
  // What was begun on the next output is still there.
  await expect(shownText(page)).toHaveText(second)
  await expect(page.getByRole('radio', { name: '1' })).toBeChecked()
  await page.keyboard.press('Control+z')
  await expect(shownText(page)).toHaveText(first)
  await page.keyboard.press('Enter')
  await expect(shownText(page)).toHaveText(second)
  await expect
    .poll(async () => (await stored(audit.id)).filter((row) => row.current))
    .toMatchObject([
      { key: 'quality', score: 5, took_time: true },
      { key: 'truth', score: 0.5 },
    ])
})

test("one's own earlier ratings can be read and changed while the audit is open", async ({
  page,
  signIn,
  expectAccessible,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/409/)
  const audit = await makeAudit(pool(), { outputs: 4 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const texts: string[] = []
  for (const quality of [3, 2]) {
    texts.push((await shownText(page).textContent()) ?? '')
    await rateByKeys(page, quality, '0.5')
    await expect(shownText(page)).not.toHaveText(texts.at(-1) ?? '')
  }
  const current = (await shownText(page).textContent()) ?? ''
  await page.keyboard.press('1')
  await page.keyboard.press('r')
  const panel = page.getByRole('dialog', { name: 'Your ratings' })
  await expect(panel.getByRole('listitem')).toHaveCount(2)
  await expect(panel.getByRole('listitem').last()).toContainText('Quality 3')
  await expectAccessible(page)
  await panel.getByRole('listitem').last().getByRole('button', { name: 'Change' }).click()
  await expect(page.getByRole('button', { name: 'Save change' })).toBeVisible()
  await expect(shownText(page)).toHaveText(texts[0] ?? '')
  await expect(page.getByRole('radio', { name: '3' })).toBeChecked()
  await page.keyboard.press('5')
  await page.keyboard.press('Enter')
  await expect(shownText(page)).toHaveText(current)
  await expect(page.getByRole('radio', { name: '1' })).toBeChecked()
  await expect
    .poll(() => stored(audit.id))
    .toMatchObject([
      { key: 'quality', score: 3, current: false },
      { key: 'truth', current: false },
      { key: 'quality', score: 2, current: true },
      { key: 'truth', current: true },
      { key: 'quality', score: 5, current: true },
      { key: 'truth', score: 0.5, current: true },
    ])
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await page.keyboard.press('r')
  await panel.getByRole('listitem').first().getByRole('button', { name: 'Change' }).click()
  await expect(page.getByText('This rating task is closed, so ratings stay as they are.')).toBeVisible()
})

test('an output can be skipped with a reason, and the keys are explained', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const first = (await shownText(page).textContent()) ?? ''
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('g')
  await expect(page.getByRole('dialog').getByText('Read it twice.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('s')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'I cannot judge this' }).click()
  await expect(shownText(page)).not.toHaveText(first)
  await expect(page.getByRole('radio', { name: '1' })).toBeFocused()
  await page.keyboard.press('4')
  await expect(page.getByRole('radio', { name: '4' })).toBeChecked()
  const { rows } = await pool().query(
    `SELECT skip_reason FROM assignments WHERE audit_id = $1 AND status = 'skipped'`,
    [audit.id],
  )
  expect(rows).toEqual([{ skip_reason: 'I cannot judge this' }])
})

test.describe('on a phone in the dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' })

  test('the scale is under the thumb and nothing runs over', async ({ page, signIn, expectAccessible }) => {
    const audit = await makeAudit(pool(), { outputs: 2, presentation: 'plain' })
    await pool().query(
      `UPDATE output_texts t SET body = body || repeat(E'\\nA line of some length that has to wrap.', 80)
         || ' ' || repeat('x', 500)
       FROM output_versions v WHERE v.id = t.version_id AND v.audit_id = $1`,
      [audit.id],
    )
    await signIn('rater')
    for (const path of ['/rate', `/rate/${audit.publicId}`, `/rate/${audit.publicId}?started`]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
        .toBe(0)
      await expectAccessible(page)
    }
    const choice = page.getByRole('radio', { name: '4' })
    await expect(choice).toBeInViewport()
    await page.locator('label', { has: choice }).tap()
    await expect(choice).toBeChecked()
    const { height } = (await page.locator('label', { has: choice }).boundingBox()) ?? { height: 0 }
    expect(height).toBeGreaterThanOrEqual(44)
    await expect(page.getByRole('button', { name: 'Submit' })).toBeInViewport()
  })
})

test('who may not rate is told why', async ({ page, signIn, expectAccessible }) => {
  const [open, closed, invited] = [
    await makeAudit(pool()),
    await makeAudit(pool(), { status: 'closed' }),
    await makeAudit(pool(), { invitedBy: await makeUser(pool(), 'analyst') }),
  ]
  const person = await signIn('analyst')
  await pool().query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [open.id, person.id])
  for (const [audit, heading] of [
    [open, "You have seen this audit's results"],
    [closed, 'This rating task is closed'],
    [invited, 'This rating task is by invitation'],
  ] as const) {
    await page.goto(`/rate/${audit.publicId}`)
    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    await expectAccessible(page)
  }
  await acceptInvitation(pool(), invited.id, person.id)
  await page.goto(`/rate/${invited.publicId}`)
  await expect(page.getByRole('button', { name: 'Start rating' })).toBeVisible()
})

test('an audit that closes lets what is held be finished, and says that it is closed', async ({
  page,
  signIn,
}) => {
  const audit = await makeAudit(pool(), { outputs: 5 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  await expect(page.getByText(/^Text of output \d+$/)).toHaveCount(2)
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await rateByKeys(page, 3, '0.5')
  await expect(page.getByText('1 of 5', { exact: true })).toBeVisible()
  await rateByKeys(page, 4, '0.5')
  await expect(page.getByText('This rating task is closed.')).toBeVisible()
  expect(await stored(audit.id)).toHaveLength(4)
})
