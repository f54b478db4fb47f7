import type { Page } from '@playwright/test'
import { findAudit } from '@/lib/server/audits/find'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText } from './rating-steps'
import { shoot } from './shots'

const side = (page: Page, name: 'Left' | 'Right') => page.getByRole('region', { name, exact: true })
const done = (page: Page, items: number) =>
  expect(page.getByRole('banner').getByText(new RegExp(`^${items} of 9`))).toBeVisible()
const panel = (page: Page) => page.getByRole('group', { name: 'Which is better on “Quality”?' })

/** What stands under the first line of each output, so that it is longer than a phone is high. */
const MORE = `\n\n${'It goes on for a while, so that there is something to read and to scroll. '.repeat(8)}

- a first point, in **bold**
- a second one

${'And it comes to an end only after a second paragraph of some length. '.repeat(6)}`

const compared = async (auditId: number) =>
  (
    await pool().query(
      `SELECT d.preference, 'Text of output ' || d.left_output_id AS "left", 'Text of output ' || d.right_output_id AS "right"
       FROM comparisons d WHERE d.audit_id = $1 AND d.ended_at IS NULL ORDER BY d.rated_at`,
      [auditId],
    )
  ).rows

test('an analyst plans comparisons; a rater who has done their outputs compares two side by side, by key and by thumb', async ({
  page,
  context,
  signIn,
  expectAccessible,
  expectConsoleErrors,
}) => {
  test.slow()
  expectConsoleErrors(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  const audit = await makeAudit(pool(), { outputs: 6, models: 2, status: 'draft' })
  await pool().query(
    `UPDATE output_texts t SET body = body || $2 FROM output_versions v WHERE v.id = t.version_id AND v.audit_id = $1`,
    [audit.id, MORE],
  )
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByLabel('Side by side').first().selectOption('Quality')
  await page.getByLabel('Raters of a pair').fill('1')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await findAudit(audit.slug)).plan.comparisons).toEqual({
    ...{ criterion: 'quality', pairs_per_prompt: 1, raters_per_pair: 1, per_rater: 20 },
  })
  await expect(page.getByRole('region', { name: 'What opening asks for' })).toContainText(
    'Then 3 comparisons: 3 pairs of outputs by different models for one prompt, 1 rater each.',
  )
  await expectAccessible(page)
  await shoot(page, 'comparisons-plan')
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByText('Open. Raters can begin.')).toBeVisible()
  await expect(page.getByLabel('Raters of a pair')).toBeDisabled()

  await context.clearCookies()
  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}?started`)
  for (let items = 0; items < 6; items++) {
    await done(page, items)
    await rateByKeys(page, 4, '0.5')
  }
  await expect(panel(page)).toBeVisible()
  await expect(shownText(page)).toHaveCount(2)
  const left = (await side(page, 'Left').getByText('Text of output').textContent())!
  const right = (await side(page, 'Right').getByText('Text of output').textContent())!
  await expectAccessible(page)
  await shoot(page, 'comparison')
  // Enter without an answer submits nothing; a key answers, arrows move, and Enter sends it.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('has no score yet')
  await page.keyboard.press('2')
  await expect(page.getByRole('radio', { name: 'Left is better', exact: true })).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('radio', { name: 'Left is much better' })).toBeChecked()
  // What was chosen is there again after a reload, on the same sides; and nothing on the page names a model.
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Left is much better' })).toBeChecked()
  await expect(side(page, 'Left')).toContainText(left)
  await expect(side(page, 'Right')).toContainText(right)
  expect(await page.content()).not.toContain('hidden-')
  await page.keyboard.press('Enter')
  await done(page, 7)
  await expect.poll(() => compared(audit.id)).toEqual([{ preference: -1, left, right }])
  // Taken back and changed.
  await page.keyboard.press('u')
  await expect(side(page, 'Left')).toContainText(left)
  await page.keyboard.press('5')
  await page.keyboard.press('Enter')
  await expect.poll(() => compared(audit.id)).toEqual([{ preference: 1, left, right }])

  // On a phone one text at a time, with the other a touch away; and without a connection nothing is lost.
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(side(page, 'Left')).toBeVisible()
  await expect(side(page, 'Right')).toBeHidden()
  await page.getByRole('button', { name: 'Right', exact: true }).click()
  const other = (await side(page, 'Right').getByText('Text of output').textContent())!
  await expect(side(page, 'Left')).toBeHidden()
  await page.keyboard.press('x')
  await expect(side(page, 'Left')).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'comparison-phone')
  await context.setOffline(true)
  await expect(page.getByText('No connection')).toBeVisible()
  await page.getByRole('radio', { name: 'About the same' }).check({ force: true })
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('1 rating waits for it')).toBeVisible()
  await context.setOffline(false)
  await expect
    .poll(() => compared(audit.id))
    .toMatchObject([{ preference: 1 }, { preference: 0, right: other }])

  await page.setViewportSize({ width: 1280, height: 720 })
  await page.getByRole('radio', { name: 'Right is better', exact: true }).check({ force: true })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Your ratings', exact: true }).click()
  const mine = page.getByRole('dialog', { name: 'Your ratings' })
  await expect(mine.getByRole('listitem')).toHaveCount(9)
  await expect(mine.getByRole('listitem').first()).toContainText('Right is better')
  await expectAccessible(page)
  await mine.getByRole('button', { name: 'Change' }).nth(1).click()
  await expect(page.getByRole('radio', { name: 'About the same' })).toBeChecked()
  await page.keyboard.press('4')
  await page.getByRole('button', { name: 'Save change' }).click()
  const preferences = async () => (await compared(audit.id)).map(({ preference }) => preference).sort()
  await expect.poll(preferences).toEqual([0.5, 0.5, 1])
})

test('the report shows which outputs people prefer, and its files hold the comparisons', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  const slug = `compared-${crypto.randomUUID()}`
  const models = ['careful-1', 'swift-2', 'plain-3']
  const outputs = Array.from({ length: 120 }, (_, i) => ({
    output: `o${i}`,
    prompt: `p${Math.floor(i / 3)}`,
    model: models[i % 3]!,
    features: { words: 20 + ((i * 13) % 17) },
  }))
  const { id } = await seedAudit(pool(), {
    slug,
    outputs,
    scores: outputs.map(({ output, model }, i) => ({ output, judge: model, unit: ((i * 7) % 5) / 4 })),
    ratings: outputs.map(({ output }, i) => ({ output, rater: 'calm-otter-1', unit: ((i * 3) % 5) / 4 })),
    comparisons: Array.from({ length: 40 }, (_, p) =>
      ['calm-otter-1', 'kind-heron-2'].map((rater, r) => {
        const [one, two] = [p % 3, (p + 1) % 3].map((at) => `o${3 * p + at}`)
        const isFirst = (p + r) % 2 === 0
        // The careful model wins three times in four.
        const wins = p % 3 === 0 ? 1 : p % 3 === 2 ? -1 : 0
        const toOne = (p * 5 + r) % 4 === 0 ? -wins : wins
        return {
          left: isFirst ? one! : two!,
          right: isFirst ? two! : one!,
          rater,
          preference: isFirst ? -toOne : toOne,
        }
      }),
    ).flat(),
  })
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [id])
  await signIn('analyst')
  await page.goto(`/audits/${slug}`)
  const section = page.getByRole('region', { name: 'Side by side' })
  await expect(section).toContainText('80 comparisons of 40 pairs by 2 raters')
  await expect(section.getByText('careful-1 over swift-2')).toBeVisible()
  await section.getByRole('button', { name: 'As table' }).first().click()
  const row = section.getByRole('row', { name: /^careful-1 over plain-3 26 13 / })
  await expect(row).toContainText('%')
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText(
    'Side by side, people prefer careful-1 to',
  )
  await expectAccessible(page)
  await section.scrollIntoViewIfNeeded()
  await shoot(page, 'comparisons-report')
  const file = async (name: string) =>
    (
      await context.request.get(`/api/v1/audits/${slug}/export/${name}`, {
        headers: { 'sec-fetch-site': 'same-origin' },
      })
    ).text()
  const rows = (await file('comparisons.csv')).trim().split('\n')
  expect(rows).toHaveLength(81)
  expect(rows[0]).toMatch(/^prompt_id,left_output_id,right_output_id,left_model,right_model,criterion,rater,/)
  expect((await file('preferences.csv')).trim().split('\n')).toHaveLength(8)
  await page.goto('/methods#comparisons')
  await expect(page.getByRole('heading', { name: 'Side by side' })).toBeVisible()
})
