import { findAudit } from '@/lib/server/audits/find'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText } from './rating-steps'
import { shoot } from './shots'

test('an analyst sets practice, gold items, repeats and a cap; a rater learns from practice and cannot tell the rest', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  test.slow()
  const audit = await makeAudit(pool(), { outputs: 14, status: 'draft' })
  const known = `/audits/${audit.slug}/data/known-answers`
  await signIn('analyst')
  await page.goto(known)
  const use = page.getByRole('region', { name: 'Use an output' })
  await use.getByLabel('Output').fill('o1')
  await use.getByRole('button', { name: 'Save the answer' }).click()
  await expect(use.getByText('Give a known answer on at least one criterion')).toBeVisible()
  await use.getByLabel('Quality, from 1 to 5').fill('2')
  await use.getByLabel('Quality: as good if it differs by up to').fill('1')
  await use.getByLabel('Feedback').fill('It never answers the question.')
  await use.getByRole('button', { name: 'Save the answer' }).click()
  const table = page.getByRole('table', { name: 'Known answers' })
  await expect(table.getByRole('row', { name: /^o1 .*Practice.*2 ± 1/ })).toBeVisible()
  await use.getByLabel('Output').fill('o2')
  await use.getByLabel('Used as').selectOption('gold')
  await use.getByLabel('Quality, from 1 to 5').fill('5')
  await use.getByRole('button', { name: 'Save the answer' }).click()
  await expect(table.getByRole('row', { name: /^o2 .*Gold/ })).toBeVisible()
  const check = page.getByRole('region', { name: 'Write an attention check' })
  await check.getByLabel('Prompt').fill('Which is best?')
  await check.getByLabel('Text').fill('Choose 1 for the quality, to show that you read this.')
  await check.getByLabel('Quality, from 1 to 5').fill('1')
  await check.getByRole('button', { name: 'Add the check' }).click()
  await expect(table.getByRole('row', { name: /Attention check/ })).toBeVisible()
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'known.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'output_id,criterion,score,purpose,feedback\no3,truth,0,practice,Nothing in it is true.\n',
    ),
  })
  await page.getByRole('button', { name: 'Take the answers' }).click()
  await expect(table.getByRole('row')).toHaveCount(5)
  await expectAccessible(page)
  await shoot(page, 'known')

  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByLabel('One item in so many is a gold item').fill('3')
  await page.getByLabel('Repeats, per cent').fill('10')
  await page.getByLabel('Most outputs for one rater').fill('5')
  await page.getByLabel('Order of the outputs').selectOption('random, balanced over models')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await findAudit(audit.slug)).plan).toEqual({
    ...{ gold_every: 3, repeat_share: 0.1, cap: 5, order: 'balanced' },
  })
  // Four of the fifteen have a known answer: they are no part of what is asked for.
  await expect(page.getByRole('region', { name: 'What opening asks for' })).toContainText(
    '11 ratings: 11 outputs, 1 rating each. Each rater gets them in a random order of their own, balanced over models.',
  )
  await expectAccessible(page)
  await shoot(page, 'plan')
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByText('Open. Raters can begin.')).toBeVisible()
  await expect(page.getByLabel('Repeats, per cent')).toBeDisabled()
  await expect(page.getByLabel('Order of the outputs')).toBeDisabled()
  await page.goto(known)
  await expect(page.getByText('Known answers are locked')).toBeVisible()
  await expect(use).toBeHidden()

  await context.clearCookies()
  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}?started`)
  await expect(shownText(page)).toBeVisible()
  await expect(page.getByText('Practice 1 of 2', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'practice')
  await rateByKeys(page, 5, '0.5')
  const feedback = page.getByRole('region', { name: 'Feedback' })
  await expect(feedback).toContainText('It never answers the question.')
  await expect(feedback).toContainText('Too far from it')
  await expect(page.getByRole('button', { name: 'Go on' })).toBeFocused()
  await expectAccessible(page)
  await shoot(page, 'feedback')
  await page.getByRole('button', { name: 'Go on' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Practice 2 of 2', { exact: true })).toBeVisible()
  await rateByKeys(page, 3, '0')
  await expect(feedback).toContainText('Close enough')
  await page.keyboard.press('Enter')

  // What is gold shows nowhere: all items are counted alike, and each goes on to the next without a word.
  await expect(page.getByText('A practice item')).toBeHidden()
  for (let done = 0; done < 7; done += 1) {
    // Once a few are rated the pace follows.
    await expect(page.getByText(new RegExp(`^${done} of 7( ·|$)`))).toBeVisible()
    await expect(feedback).toBeHidden()
    await rateByKeys(page, 1, '0.5')
  }
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'ending')
  const given = await purposes(audit.id)
  expect(given).toEqual({ practice: 2, gold: 2, main: 5 })
})

async function purposes(auditId: number): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ purpose: string; n: number }>(
    `SELECT purpose, count(*)::int AS n FROM assignments WHERE audit_id = $1 AND status = 'submitted' GROUP BY purpose`,
    [auditId],
  )
  return Object.fromEntries(rows.map(({ purpose, n }) => [purpose, n]))
}
