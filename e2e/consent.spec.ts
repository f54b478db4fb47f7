import { pool } from '@/lib/server/db/pool'
import { makeInvitation } from '@/lib/server/invitations/make'
import { makeAudit, makeUser, setPlan } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { shownText } from './rating-steps'
import { shoot } from './shots'

const TEXT = `## Who asks

A lab at *some university* asks how useful these texts are.

- We keep your ratings under a random name.
- You may stop, and withdraw your ratings, at any time while the task is open.`

test('an analyst writes a consent text; raters read it first, agree and rate, or go their way', async ({
  page,
  context,
  signIn,
  expectFine,
}) => {
  const audit = await makeAudit(pool(), { status: 'draft' })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByLabel('Consent text').fill(TEXT)
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('once they have agreed to the consent text')).toBeVisible()
  await expectFine(page)
  await shoot(page, 'consent-settings')
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.locator(':focus')).toHaveText('Open. Raters can begin.')
  await page.reload()
  await expect(page.getByLabel('Consent text')).toBeDisabled()

  await context.clearCookies()
  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}`)
  await expect(page.getByRole('heading', { name: 'Who asks' })).toBeVisible()
  await expect(page.locator('html')).not.toContainText('Say how useful each answer is.')
  await expectFine(page)
  await shoot(page, 'consent')
  await page.getByRole('button', { name: 'I do not agree' }).click()
  await expect(page.getByRole('heading', { name: 'That is quite all right' })).toBeVisible()
  await expectFine(page)
  await page.getByRole('link', { name: 'To your rating tasks' }).click()
  await page.locator(`a[href="/rate/${audit.publicId}"]`).click()
  await page.getByRole('button', { name: 'I agree and take part' }).click()
  await page.getByRole('button', { name: 'Start rating' }).click()
  await expect(shownText(page)).toBeVisible()
  // It is asked once.
  await page.goto(`/rate/${audit.publicId}`)
  await expect(page.getByRole('button', { name: 'Start rating' })).toBeVisible()
})

test('a participant of a panel who does not agree goes back without a code, and leaves nothing', async ({
  page,
  expectFine,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/panel\.example/)
  const audit = await makeAudit(pool())
  await setPlan(pool(), audit.id, { consent: TEXT })
  const byId = await makeUser(pool(), 'analyst')
  const panel = { code: 'C7', return_url: 'https://panel.example/end', parameter: 'participant_id' }
  const secret = await makeInvitation({ role: 'rater', days: 7, panel }, { auditId: audit.id, byId })
  await page.goto(`/panel/${secret}?participant_id=p1`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'I do not agree' }).click()
  await expect(page.getByText('there is no code to bring along')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Back to panel.example' })).toHaveAttribute(
    'href',
    'https://panel.example',
  )
  await expectFine(page)
  await shoot(page, 'consent-declined')
  const { rows } = await pool().query(
    `SELECT (SELECT count(*)::int FROM raters WHERE audit_id = $1) AS raters, used FROM invitations WHERE audit_id = $1`,
    [audit.id],
  )
  expect(rows).toEqual([{ raters: 0, used: 0 }])
})
