import { pool } from '@/lib/server/db/pool'
import { claim } from '@/lib/server/rating/claim'
import { submit } from '@/lib/server/rating/submit'
import { attempt, makeAudit, makeUser, SCORES } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { shoot } from './shots'

/** A rater, new unless there is one, who rates so many outputs in so many active seconds each. */
async function rate(
  auditId: number,
  {
    times,
    seconds,
    scores = SCORES,
    userId,
  }: { times: number; seconds: number; scores?: typeof SCORES; userId?: string },
): Promise<{ userId: string; pseudonym: string }> {
  const id = userId ?? (await makeUser(pool()))
  for (let i = 0; i < times; i++) {
    const [item] = await claim({ auditId, userId: id })
    const given = attempt(scores)
    await submit({ itemId: item!.item_id, userId: id }, { ...given, body: { ...given.body, seconds } })
  }
  const { rows } = await pool().query('SELECT pseudonym FROM raters WHERE audit_id = $1 AND user_id = $2', [
    auditId,
    id,
  ])
  return { userId: id, pseudonym: rows[0].pseudonym }
}

test('an analyst watches the rating get on, and who is too fast is flagged by a stated rule', async ({
  page,
  context,
  signIn,
  expectAccessible,
  expectFine,
  expectConsoleErrors,
}) => {
  const audit = await makeAudit(pool(), { outputs: 12, perOutput: 3 })
  const steady = await rate(audit.id, { times: 11, seconds: 40 })
  const fast = await rate(audit.id, { times: 11, seconds: 4 })
  const analyst = await signIn('analyst')
  await page.clock.install()
  await page.goto(`/audits/${audit.slug}/raters`)
  const table = page.getByRole('table', { name: 'Raters' })
  const row = (name: string) => table.getByRole('row', { name: new RegExp(`^${name}`) })
  await expect(row(fast.pseudonym)).toContainText('Fast')
  await expect(row(fast.pseudonym)).toContainText('0.10 ×')
  await expect(row(steady.pseudonym)).not.toContainText('Fast')
  await expect(page.getByRole('region', { name: 'Fast raters' })).toContainText(
    `${fast.pseudonym}: 4.0 s an output, 0.10 of the others’ 40.0 s (median of 11 outputs).`,
  )
  await expectAccessible(page)
  await shoot(page, 'raters')

  await page.getByRole('link', { name: 'Median seconds' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: 'Median seconds' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await expect(table.getByRole('rowheader').first()).toContainText(fast.pseudonym)

  // Without a reload: what stands in the window stays there.
  await page.evaluate(() => Object.assign(window, { same: true }))
  await rate(audit.id, { times: 1, seconds: 30 })
  await page.clock.fastForward('00:15')
  await expect(page.getByText('23 of 36 ratings')).toBeVisible()
  expect(await page.evaluate(() => 'same' in window)).toBe(true)

  expectConsoleErrors(/ERR_INTERNET_DISCONNECTED/)
  await context.setOffline(true)
  await page.clock.fastForward('00:15')
  await expect(page.getByText('No answer from the server, trying on')).toBeVisible()
  await context.setOffline(false)
  await page.clock.fastForward('00:15')
  await expect(page.getByText('Live, as of')).toBeVisible()

  await page.getByRole('button', { name: 'Stop refreshing this page' }).press('Enter')
  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  await page.clock.fastForward('10:00')
  await expect(page.getByText('Stopped, as of')).toBeVisible()
  expect(asked).toEqual([])

  await expectFine(page)
  const { rowCount } = await pool().query('SELECT FROM exposures WHERE user_id = $1', [analyst.id])
  expect(rowCount).toBe(0)
})

test('how well raters rate is a result: asked for first, refused to who rates, and sealed where results are', async ({
  page,
  signIn,
  expectAccessible,
  expectFine,
}) => {
  const audit = await makeAudit(pool(), { outputs: 12, perOutput: 3 })
  const low = await rate(audit.id, { times: 12, seconds: 40, scores: { quality: 2, truth: 0.2 } })
  await rate(audit.id, { times: 12, seconds: 30, scores: { quality: 4, truth: 0.8 } })
  const quality = `/audits/${audit.slug}/raters/quality`
  const analyst = await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters`)
  await page.getByRole('link', { name: 'How well they rate' }).click()
  await expect(page.getByRole('heading', { name: 'Seeing results ends your rating here' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show the results' }).click()
  const row = page.getByRole('table', { name: 'How well each rater rates' }).getByRole('row')
  await expect(row.filter({ hasText: low.pseudonym })).toContainText('50')
  await expect(page.getByText('Krippendorff’s α is')).toBeVisible()
  const disagreements = page.getByRole('region', { name: 'Disagreements worth discussing' })
  await expect(disagreements).toContainText('12 outputs on which raters are 50 points or more apart')
  await expect(disagreements.getByRole('list', { name: 'Ratings of Quality' }).first()).toContainText(
    low.pseudonym,
  )
  await page.getByRole('link', { name: 'Truth' }).click()
  await expect(row.filter({ hasText: low.pseudonym })).toContainText('60')
  await disagreements.getByLabel('Points apart, at least').fill('61')
  await disagreements.getByLabel('Points apart, at least').press('Enter')
  await expect(disagreements).toContainText('On no output are two raters 61 points or more apart.')
  await disagreements.getByLabel('Points apart, at least').fill('60')
  await disagreements.getByRole('button', { name: 'Show these' }).click()
  await expect(disagreements).toContainText('12 outputs')
  await expectFine(page)
  await shoot(page, 'quality')
  await expect(claim({ auditId: audit.id, userId: analyst.id })).rejects.toThrow('seen this audit')

  const ratesToo = await signIn('analyst')
  await rate(audit.id, { times: 1, seconds: 30, userId: ratesToo.id })
  await page.goto(quality)
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(page.getByText('You rate in this audit.')).toBeVisible()
  await expect(row).toHaveCount(0)

  await pool().query('UPDATE audits SET sealed = true WHERE id = $1', [audit.id])
  await page.goto(quality)
  await expect(page.getByRole('heading', { name: 'Sealed' })).toBeVisible()
  await expect(row).toHaveCount(0)
})

test('the work of a rater is set aside for a reason, counted in the report, and taken back', async ({
  page,
  signIn,
  expectAccessible,
  expectFine,
}) => {
  const audit = await makeAudit(pool(), { outputs: 12, perOutput: 2 })
  const fast = await rate(audit.id, { times: 12, seconds: 4 })
  const raters = `/audits/${audit.slug}/raters`
  await signIn('analyst')
  await page.goto(raters)
  const section = page.getByRole('region', { name: 'Set work aside' })
  await section.getByLabel('Rater').selectOption(fast.pseudonym)
  await section.getByRole('button', { name: 'Set aside' }).press('Enter')
  await expect(section.getByText('one field needs another look')).toBeVisible()
  await expect(section.getByLabel('Reason')).toBeFocused()
  await section.getByLabel('Reason').fill('Four seconds an output, whatever its length.')
  await section.getByLabel('Let others rate these outputs').check()
  await section.getByLabel('Reason').press('Enter')
  await expect(section).toContainText('12 outputs can be rated by others.')
  const row = page.getByRole('table', { name: 'Set aside' }).getByRole('row')
  await expect(row.filter({ hasText: fast.pseudonym })).toContainText('Four seconds an output')
  await expect(page.getByText('0 of 24 ratings')).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'set-aside')

  // Others take the places, and the rater is told that it is over.
  await rate(audit.id, { times: 12, seconds: 30, scores: { quality: 2, truth: 0.5 } })
  await expect(claim({ auditId: audit.id, userId: fast.userId })).rejects.toThrow('has stopped it for you')

  await page.goto(`/audits/${audit.slug}?goal=human`)
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(page.getByText('1 rater set aside (12 ratings)')).toBeVisible()

  await page.goto(raters)
  await page.getByRole('button', { name: `Take back the setting aside of ${fast.pseudonym}` }).press('Enter')
  await expect(section).toContainText(`The work of ${fast.pseudonym} counts again.`)
  await expect(row).toHaveCount(0)
  await expectFine(page)
  const { rows } = await pool().query('SELECT ended_at FROM set_asides WHERE audit_id = $1', [audit.id])
  expect(rows).toEqual([{ ended_at: expect.any(Date) }])
})

test('an analyst asks for further ratings where raters differ, and they are given as blindly as any other', async ({
  page,
  signIn,
  expectFine,
}) => {
  const audit = await makeAudit(pool(), { outputs: 12, perOutput: 2 })
  await rate(audit.id, { times: 12, seconds: 40, scores: { quality: 1, truth: 0.2 } })
  await rate(audit.id, { times: 12, seconds: 30, scores: { quality: 4, truth: 0.3 } })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters/quality`)
  await page.getByRole('button', { name: 'Show the results' }).click()
  const section = page.getByRole('region', { name: 'Disagreements worth discussing' })
  await section.getByRole('button', { name: 'Ask for a further rating of o7' }).press('Enter')
  await expect(section.getByRole('status')).toHaveText('1 further rating asked for.')
  await expect(section.getByRole('button', { name: 'Take back further rating of o7' })).toBeFocused()
  await section.getByRole('button', { name: 'Ask for 11 further ratings' }).click()
  await expect(section.getByRole('status')).toHaveText('11 further ratings asked for.')
  await section.getByRole('button', { name: 'Take back further rating of o7' }).click()
  await expect(section.getByRole('button', { name: 'Ask for a further rating of o7' })).toBeVisible()

  // Who has rated all of them has nothing left; who has not is handed what was asked for, and nothing else.
  const further = await rate(audit.id, { times: 11, seconds: 30, scores: { quality: 3, truth: 0.3 } })
  expect(await claim({ auditId: audit.id, userId: further.userId })).toEqual([])
  await page.reload()
  await expect(section.getByText('Further rating given')).toHaveCount(11)
  await expect(section.getByRole('listitem').filter({ hasText: further.pseudonym })).not.toHaveCount(0)
  await expect(section.getByText('75 points apart, 2 raters')).toHaveCount(12)
  await section.getByRole('button', { name: 'Ask for 1 further rating' }).click()
  await expectFine(page)
  await shoot(page, 'further-ratings')

  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await page.reload()
  await expect(section.getByText('Further rating asked for')).toBeVisible()
  await expect(section.getByRole('button', { name: 'further rating' })).toHaveCount(0)
})
