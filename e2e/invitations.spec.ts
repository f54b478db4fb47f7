import type { Page } from '@playwright/test'
import { testPerson } from '@/lib/server/auth/testing'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, stored } from './rating-steps'
import { shoot } from './shots'

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Invitation links' }).getByRole('row').filter({ hasText: name })

/** Makes a link on the audit's page and answers its address, which is shown this once. */
async function makeLink(page: Page, name: string, fields: Record<string, string> = {}): Promise<string> {
  await page.getByLabel('For whom').fill(name)
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(rowOf(page, name)).toBeVisible()
  const address = await page.getByRole('status').locator('code').textContent()
  return address ?? ''
}

async function newAccount(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Make an account and begin' }).click()
}

test('an analyst invites raters by a link; a newcomer makes an account by it and rates; nobody comes after the last place', async ({
  page,
  browser,
  baseURL,
  signIn,
  expectFine,
}) => {
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters`)
  const link = await makeLink(page, 'Spring batch', {
    'Rater group': 'experts',
    People: '1',
    'Outputs each': '2',
  })
  expect(link).toMatch(/\/invite\/[\w-]{43}$/)
  await expect(rowOf(page, 'Spring batch')).toContainText('group “experts” · at most 2 outputs each')
  await expect(rowOf(page, 'Spring batch')).toContainText('0 of 1')
  await expectFine(page)
  await page.reload()
  await expect(page.locator('html')).not.toContainText(link)

  const theirs = await (await browser.newContext({ baseURL })).newPage()
  await theirs.goto(link)
  await expect(heading(theirs, 'You are invited')).toBeVisible()
  await expect(theirs.locator('html')).not.toContainText(audit.slug)
  await expectFine(theirs)
  // What is refused stays as it was typed.
  const { email: taken } = await testPerson('rater')
  await newAccount(theirs, taken)
  await expect(theirs.getByText('Has an account already')).toBeVisible()
  await expect(theirs.getByLabel('E-mail address')).toHaveValue(taken)
  await expectFine(theirs)
  await newAccount(theirs, `${crypto.randomUUID()}@example.org`)
  await theirs.getByRole('button', { name: 'Start rating' }).click()
  for (const text of ['1 of 2', '2 of 2']) {
    await expect(shownText(theirs)).toBeVisible()
    await rateByKeys(theirs, 4, '0.5')
    await expect(theirs.getByText(text, { exact: true })).toBeVisible()
  }
  await expect(heading(theirs, 'That was all, thank you')).toBeVisible()
  expect(await stored(audit.id)).toHaveLength(4)
  await theirs.context().close()

  await page.reload()
  await expect(rowOf(page, 'Spring batch')).toContainText('Used up')
  await expect(page.getByRole('table', { name: 'Raters' }).getByRole('row').nth(1)).toContainText('experts')
  const late = await (await browser.newContext({ baseURL })).newPage()
  await late.goto(link)
  await expect(heading(late, 'This invitation is used up')).toBeVisible()
  await expectFine(late)
  await late.context().close()
})

test('a link that ran out, was taken back, or that nobody made says so', async ({
  page,
  browser,
  baseURL,
  signIn,
  expectAccessible,
  expectFine,
}) => {
  const audit = await makeAudit(pool())
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters`)
  const back = await makeLink(page, 'First')
  const expired = await makeLink(page, 'Second')
  await pool().query(`UPDATE invitations SET expires_at = now() WHERE audit_id = $1 AND label = 'Second'`, [
    audit.id,
  ])
  await page.getByRole('button', { name: 'Take back First' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take the link back' }).click()
  await expect(rowOf(page, 'First')).toContainText('Taken back')
  await page.reload()
  await expect(rowOf(page, 'Second')).toContainText('Run out')

  const theirs = await (await browser.newContext({ baseURL })).newPage()
  for (const [address, title] of [
    [back, 'This invitation was taken back'],
    [expired, 'This invitation has run out'],
    [`/invite/${'A'.repeat(43)}`, 'This link does not work'],
  ] as const) {
    await theirs.goto(address)
    await expect(heading(theirs, title)).toBeVisible()
    await expectFine(theirs)
  }
  await theirs.context().close()
})

test('an admin invites an analyst; who has an account signs in on the way and accepts', async ({
  page,
  browser,
  baseURL,
  signIn,
  expectFine,
}) => {
  const { email } = await testPerson('rater', { password: 'a good password' })
  await signIn('admin')
  await page.goto('/admin')
  const invite = page.getByRole('region', { name: 'Invite somebody' })
  const label = `For ${email}`
  await invite.getByLabel('For whom').fill(label)
  await invite.getByLabel('Invited as').selectOption('analyst')
  await invite.getByRole('button', { name: 'Make the link' }).click()
  const link = (await invite.getByRole('status').locator('code').textContent()) ?? ''
  await expect(rowOf(page, label)).toContainText('analyst')

  const theirs = await (await browser.newContext({ baseURL })).newPage()
  await theirs.goto(link)
  await theirs.getByRole('link', { name: 'Sign in and accept' }).click()
  await expect(heading(theirs, 'Sign in')).toBeVisible()
  await theirs.getByLabel('E-mail address').fill(email)
  await theirs.getByLabel('Password').fill('a good password')
  await theirs.getByRole('button', { name: 'Sign in' }).click()
  await expect(theirs.getByText(`You are signed in as ${email}`)).toBeVisible()
  await expectFine(theirs)
  await theirs.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect(theirs.getByRole('navigation', { name: 'Main' })).toContainText('Audits')
  await theirs.context().close()
  await page.reload()
  await expect(rowOf(page, label)).toContainText('Used up')
})

test('a panel sends participants: by their id, without an account, back to their work, and away with a code', async ({
  page,
  browser,
  baseURL,
  signIn,
  expectFine,
}) => {
  test.slow()
  const audit = await makeAudit(pool(), { outputs: 2, perOutput: 2 })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/raters`)
  await page.getByLabel('For participants of a panel').check()
  await page.getByLabel('Completion code').fill('C7-9XQ')
  await page.getByLabel('Return address').fill('http://panel.example/end')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByText('Must be a whole address that begins with https://')).toBeVisible()
  await expect(page.getByLabel('Completion code')).toHaveValue('C7-9XQ')
  await expectFine(page)
  await shoot(page, 'panel-link')
  await page.getByLabel('Return address').fill(`https://panel.example/end`)
  const link = await makeLink(page, 'Panel wave')
  expect(link).toMatch(/\/panel\/[\w-]{43}$/)

  const id = `5f3c${crypto.randomUUID().replaceAll('-', '')}`
  const theirs = await (await browser.newContext({ baseURL })).newPage()
  const addresses: string[] = []
  theirs.on('request', (request) => addresses.push(`${request.url()} ${request.headers().referer ?? ''}`))
  for (const [query, title] of [
    ['', 'Who are you to the panel?'],
    ['?PROLIFIC_PID={{%PROLIFIC_PID%}}', 'The panel did not say who you are'],
    ['?participant_id=a&participant_id=b', 'This address names two participants'],
  ] as const) {
    await theirs.goto(link + query)
    await expect(heading(theirs, title)).toBeVisible()
    await expectFine(theirs)
  }
  await shoot(theirs, 'panel-two-ids')
  await theirs.goto(`${link}?PROLIFIC_PID=${id}&STUDY_ID=x`)
  await expect(heading(theirs, 'Welcome')).toBeVisible()
  expect(theirs.url()).not.toContain(id)
  await expectFine(theirs)
  await shoot(theirs, 'panel-welcome')
  await theirs.getByRole('button', { name: 'Begin' }).click()
  await theirs.getByRole('button', { name: 'Start rating' }).click()
  await expect(shownText(theirs)).toBeVisible()
  await rateByKeys(theirs, 4, '0.5')
  await expect(theirs.getByText('1 of 2', { exact: true })).toBeVisible()
  // Nothing but rating is open to a participant.
  await theirs.goto('/account')
  await expect(heading(theirs, 'This is not open to you')).toBeVisible()
  await theirs.goto('/rate')
  await expect(theirs.getByRole('link', { name: 'Account' })).toHaveCount(0)
  await expectFine(theirs)

  // The same address leads on in the same browser at once, and in another after a word.
  await theirs.goto(`${link}?PROLIFIC_PID=${id}&STUDY_ID=x`)
  await expect(theirs.getByRole('button', { name: 'Continue rating' })).toBeVisible()
  expect(addresses.filter((address) => address.includes(id))).toHaveLength(2)
  await theirs.context().close()
  const phone = await (await browser.newContext({ baseURL, viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto(`${link}?participant_id=${id}`)
  await expect(heading(phone, 'Welcome back')).toBeVisible()
  await phone.getByRole('button', { name: 'Go on' }).click()
  await phone.getByRole('button', { name: 'Continue rating' }).click()
  await expect(shownText(phone)).toBeVisible()
  await rateByKeys(phone, 2, '0.5')
  await expect(heading(phone, 'That was all, thank you')).toBeVisible()
  const code = phone.getByRole('region', { name: 'Completion code' })
  await expect(code.getByText('C7-9XQ')).toBeVisible()
  await expect(code.getByRole('link', { name: 'Return to the panel' })).toHaveAttribute(
    'href',
    'https://panel.example/end?cc=C7-9XQ',
  )
  await phone.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await code.getByRole('button', { name: 'Copy' }).click()
  await expect(code.getByText('Copied')).toBeVisible()
  expect(await phone.evaluate(() => navigator.clipboard.readText())).toBe('C7-9XQ')
  await expectFine(phone)
  await shoot(phone, 'panel-code')
  expect(JSON.stringify(await phone.context().storageState())).not.toContain(id)

  await page.reload()
  await expect(rowOf(page, 'Panel wave')).toContainText('1 finished')
  await expect(page.locator('html')).not.toContainText(id)
  await expectFine(page)
  await shoot(page, 'panel-row')
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
  await phone.reload()
  await expect(heading(phone, 'This rating task is closed')).toBeVisible()
  await expect(code.getByText('C7-9XQ')).toBeVisible()
  await expectFine(phone)
  await phone.context().close()
})
