import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bundledCli } from './bundle.mjs'

let project: string
const write = (name: string, text: string) => writeFileSync(join(project, name), text)
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'))
  mkdirSync(join(project, 'scripts'))
  write('tsconfig.json', '{}')
  write('package-lock.json', '{}')
  write('scripts/beside.mjs', 'export const beside = 1')
  write('scripts/part.ts', 'export const part: string = import.meta.url')
  write('scripts/cli.ts', `export { beside } from './beside.mjs'\nexport { part } from './part'\n`)
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

it('is made once, and again when a source has changed', async () => {
  const first = await bundledCli(project)
  const made = statSync(first).mtimeMs
  expect(await bundledCli(project)).toBe(first)
  expect(statSync(first).mtimeMs).toBe(made)
  write('scripts/part.ts', 'export const part = "another"')
  await bundledCli(project)
  expect(readFileSync(first, 'utf8')).toContain('another')
})

it('leaves plain JavaScript where it is, and modules know where they lay', async () => {
  const text = readFileSync(await bundledCli(project), 'utf8')
  expect(text).toContain(pathToFileURL(join(project, 'scripts', 'beside.mjs')).href)
  expect(text).toContain(pathToFileURL(join(project, 'scripts', 'part.ts')).href)
})
