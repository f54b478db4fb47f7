import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import type { Role } from '@/lib/domain/audit'
import { type TestPerson, testPerson } from '@/lib/server/auth/testing'

type Fixtures = {
  /** Errors in the console fail a test, unless it says here which ones belong to it. */
  expectConsoleErrors: (pattern: RegExp) => void
  /** Makes an account of this role and signs it in to this test's browser. */
  signIn: (role: Role) => Promise<TestPerson>
  /** Fails with the list of what stands in somebody's way on this page. */
  expectAccessible: (page: Page) => Promise<void>
  /** The same as wide as the page is and on a phone, where nothing may be wider than the screen. */
  expectFine: (page: Page) => Promise<void>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern.
  baseURL: async ({}, use) => use(fromSetup('PLUMBLINE_E2E_URL')),

  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const { path, env } = JSON.parse(fromSetup('PLUMBLINE_E2E_BROWSER'))
      await use({ executablePath: path, ...(env && { env: { ...process.env, ...env } }) })
    },
    { scope: 'worker' },
  ],

  expectConsoleErrors: [
    async ({ context }, use) => {
      const expected: RegExp[] = []
      const errors = errorsOf(context)
      await use((pattern) => expected.push(pattern))
      expect(errors.filter((error) => !expected.some((pattern) => pattern.test(error)))).toEqual([])
    },
    { auto: true },
  ],

  signIn: async ({ context, baseURL }, use) => {
    await use(async (role) => {
      const person = await testPerson(role)
      const at = person.cookie.indexOf('=')
      const cookie = { name: person.cookie.slice(0, at), value: person.cookie.slice(at + 1) }
      await context.addCookies([{ ...cookie, url: baseURL ?? '', httpOnly: true, sameSite: 'Lax' }])
      return person
    })
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.map(
          ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
        ),
      ).toEqual([])
    })
  },

  expectFine: async ({ expectAccessible }, use) => {
    await use(async (page) => {
      await expectAccessible(page)
      const size = page.viewportSize()
      await page.setViewportSize({ width: 390, height: 844 })
      await expectAccessible(page)
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
      if (size) await page.setViewportSize(size)
    })
  },
})

export { expect }

function errorsOf(context: BrowserContext): string[] {
  const errors: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => errors.push(String(error.error().stack ?? error.error())))
  return errors
}

function fromSetup(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: the global setup did not run`)
  return value
}
