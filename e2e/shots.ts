import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'

/** A folder for pictures of the screens, where one is asked for. */
const shots = process.env.PLUMBLINE_SHOTS

/** Takes pictures of the whole page, wide and narrow, light and dark. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: width > 500 ? 900 : 844 })
      await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 720 })
}
