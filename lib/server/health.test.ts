import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { testDatabase } from './db/testing'
import { folderBytes, health } from './health'

testDatabase()

it('says what runs here', async () => {
  const state = await health()
  expect(state.problem).toBeNull()
  expect(state.version).toMatch(/^\d+\.\d+\.\d+/)
  expect(state.postgres).toMatch(/^\d+/)
  expect(state.databaseBytes).toBeGreaterThan(1_000_000)
  expect(state.migrations).toBeGreaterThan(0)
})

it('counts the bytes of files in all folders, and none of a folder that is not there', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-health-'))
  try {
    await mkdir(path.join(folder, 'a', 'b'), { recursive: true })
    await writeFile(path.join(folder, 'x'), 'four')
    await writeFile(path.join(folder, 'a', 'b', 'y'), 'seven b')
    expect(await folderBytes(folder)).toBe(11)
    expect(await folderBytes(path.join(folder, 'gone'))).toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})
