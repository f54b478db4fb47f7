import type { Page } from '@playwright/test'
import { testPerson } from '@/lib/server/auth/testing'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(heading(page, 'Sign in')).toBeVisible()
}

/** Adds an account on the admin page and returns the password that is shown this once. */
async function addAccount(page: Page, email: string, role: 'analyst' | 'rater'): Promise<string> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Role').selectOption(role)
  await page.getByRole('button', { name: 'Add the account' }).click()
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText(role)
  return (await page.getByRole('status').locator('code').textContent()) ?? ''
}

test('an admin adds people; an analyst makes an audit, opens and closes it; a rater is kept out of it', async ({
  page,
  expectAccessible,
  expectConsoleErrors,
}) => {
  test.slow()
  const id = crypto.randomUUID()
  const [analyst, rater] = [`analyst-${id}@example.org`, `rater-${id}@example.org`]
  await page.goto('/admin')
  await fillSignIn(page, process.env.PLUMBLINE_ADMIN_EMAIL ?? '', process.env.PLUMBLINE_ADMIN_PASSWORD ?? '')
  await expect(heading(page, 'Admin')).toBeVisible()
  await expect(page.getByText('All is well.')).toBeVisible()
  const analystPassword = await addAccount(page, analyst, 'analyst')
  const raterPassword = await addAccount(page, rater, 'rater')
  expect(analystPassword).not.toBe(raterPassword)
  await expectAccessible(page)

  // What is refused stays as it was typed.
  await page.getByLabel('E-mail address').fill(analyst)
  await page.getByRole('button', { name: 'Add the account' }).click()
  await expect(page.getByText(`There is an account for ${analyst} already.`)).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue(analyst)
  await signOut(page)

  // A wrong password is told in words; a deep link leads on after the right one.
  expectConsoleErrors(/401/)
  await page.goto('/audits/new')
  await expect(heading(page, 'Sign in')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
  await expectAccessible(page)
  await fillSignIn(page, analyst, 'not the password')
  await expect(page.getByText('E-mail address and password do not belong together')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue(analyst)
  await fillSignIn(page, analyst, analystPassword)
  await expect(heading(page, 'New audit')).toBeVisible()

  await page.getByRole('radio', { name: /Judge or reward model/ }).check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Name', { exact: true }).first().fill('Helpful answers')
  await page.getByRole('textbox', { name: 'Intent' }).fill('The better answer solves what the person asked.')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Ratings per output').fill('2')
  await expectAccessible(page)
  // What comes next, the page for bringing data in, has tests of its own.
  await page.getByRole('button', { name: 'Make the audit' }).click()
  await page.waitForURL(/\/audits\/helpful-answers(-\d+)?\/data$/)
  const audit = new URL(page.url()).pathname.replace(/\/data$/, '')

  await page.goto(`${audit}/settings`)
  await expect(page).toHaveTitle('Settings: Helpful answers · Plumbline')
  await expect(page.getByLabel('Ratings per output')).toHaveValue('2')
  await page.getByLabel('Meaning of 7').fill('Solves it all')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByLabel('Meaning of 7')).toHaveValue('Solves it all')

  await page.getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByRole('dialog')).toContainText('It has no outputs yet')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.locator(':focus')).toHaveText('Open. Raters can begin.')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('link', { name: 'Raters' }).click()
  await expect(page.getByText('Nobody has begun yet.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Close the rating' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close the rating' }).click()
  await expect(page.getByText('No new output is handed out')).toBeVisible()
  await signOut(page)

  await fillSignIn(page, rater, raterPassword)
  await expect(heading(page, 'Rate')).toBeVisible()
  for (const path of [audit, `${audit}/settings`, `${audit}/raters`, '/audits/new', '/admin']) {
    await page.goto(path)
    await expect(heading(page, 'This is not open to you')).toBeVisible()
    await expect(page.locator('html')).not.toContainText('Helpful answers')
  }
  await expectAccessible(page)
})

test('what is refused of a new audit is told beside its field, and nothing typed is lost', async ({
  page,
  signIn,
}) => {
  await signIn('analyst')
  await page.goto('/audits/new')
  await page.getByRole('radio', { name: /Self-rating/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Name', { exact: true }).first().fill('Upside down')
  await page.getByRole('textbox', { name: 'Intent' }).fill('A scale needs a top.')
  await page.getByLabel('Name', { exact: true }).nth(1).fill('Plain words')
  await expect(page.getByLabel('Key')).toHaveValue('plain_words')
  await page.getByLabel('Highest').fill('0')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Outputs are shown').selectOption('plain')
  await page.getByRole('button', { name: 'Make the audit' }).click()

  await expect(page.getByText('Must be above min')).toBeVisible()
  await expect(page.getByLabel('Highest')).toBeFocused()
  await expect(page.getByRole('textbox', { name: 'Intent' })).toHaveValue('A scale needs a top.')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByLabel('Outputs are shown')).toHaveValue('plain')
})

test('two analysts who change different settings of one audit undo nothing of each other', async ({
  page,
  context,
  signIn,
}) => {
  const audit = await makeAudit(pool(), { status: 'draft' })
  await signIn('analyst')
  const other = await context.newPage()
  for (const each of [page, other]) await each.goto(`/audits/${audit.slug}/settings`)
  await page.getByRole('textbox', { name: 'Intent' }).fill('Changed by the first.')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await other.getByLabel('Ratings per output').fill('4')
  await other.getByRole('button', { name: 'Save the changes' }).click()
  await expect(other.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Intent' })).toHaveValue('Changed by the first.')
  await expect(page.getByLabel('Ratings per output')).toHaveValue('4')
})

test('people change their password and make tokens, which are shown once', async ({
  page,
  expectAccessible,
}) => {
  const { email } = await testPerson('rater', { password: 'the first password' })
  await page.goto('/account')
  await fillSignIn(page, email, 'the first password')
  await expect(heading(page, 'Account')).toBeVisible()

  await page.getByLabel('What it is for').fill('my script')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = await page.getByRole('status').locator('code').textContent()
  expect(token).toMatch(/^plb_/)
  await page.reload()
  await expect(page.locator('html')).not.toContainText(token ?? '')
  await page.getByRole('button', { name: 'Revoke my script' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Revoke the token' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'my script' })).toBeHidden()

  await page.getByLabel('Present password').fill('a wrong password')
  await page.getByLabel('New password', { exact: true }).fill('the second password')
  await page.getByLabel('New password again').fill('the second password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('Is not your present password')).toBeVisible()
  await expect(page.getByLabel('New password again')).toHaveValue('the second password')
  await page.getByLabel('Present password').fill('the first password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await fillSignIn(page, email, 'the second password')
  await expect(heading(page, 'Rate')).toBeVisible()
})

test('an account that is locked is out at once', async ({ page, browser, signIn, baseURL }) => {
  const { email } = await testPerson('rater', { password: 'a good password' })
  const theirs = await (await browser.newContext({ baseURL })).newPage()
  await theirs.goto('/')
  await fillSignIn(theirs, email, 'a good password')
  await expect(heading(theirs, 'Rate')).toBeVisible()

  const admin = await signIn('admin')
  await page.goto('/admin')
  await page.getByRole('button', { name: `Change ${email}` }).click()
  await page.getByRole('button', { name: 'Lock the account' }).click()
  await expect(page.getByRole('button', { name: 'Unlock the account' })).toBeVisible()
  await theirs.reload()
  await expect(heading(theirs, 'Sign in')).toBeVisible()
  await theirs.context().close()

  // Nobody locks the account that they work with.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: `Change ${admin.email}` })).toHaveCount(0)
})

test('signing in leads to no other server', async ({ page }) => {
  const { email } = await testPerson('rater', { password: 'a good password' })
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent('/\t/evil.example/x')}`)
  await fillSignIn(page, email, 'a good password')
  await expect(heading(page, 'Rate')).toBeVisible()
})

test('every page fits a phone, in light and dark', async ({ page, signIn, expectAccessible }) => {
  test.slow()
  const { slug } = await makeAudit(pool())
  await signIn('admin')
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of [
    '/',
    '/account',
    '/admin',
    '/methods',
    '/audits/new',
    `/audits/${slug}/data`,
    `/audits/${slug}/settings`,
    `/audits/${slug}/raters`,
  ])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(wider, `${path} is ${wider} px wider than the phone`).toBeLessThanOrEqual(0)
    }
})
