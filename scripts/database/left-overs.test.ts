import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startOf } from './processes.mjs'
import { enterAsServer, prepareData } from './users.mjs'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'plumbline-left-overs-'))
  prepareData(data)
  for (const folder of ['snapshots/audit/unfinished-x/record', 'snapshots/audit/3-abc', 'temporary/export-x'])
    mkdirSync(join(data, folder), { recursive: true })
  writeFileSync(join(data, 'snapshots', 'audit', 'unfinished-x', 'record', 'facts.csv'), 'half')
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const left = () => [
  ...readdirSync(join(data, 'snapshots', 'audit')).sort(),
  ...readdirSync(join(data, 'temporary')),
]

it('are gone once a server has started, and what is finished stays', async () => {
  const { leave } = await enterAsServer(data, 'start')
  expect(left()).toEqual(['3-abc'])
  leave()
})

it('stay while another process uses the folder: it may be making them', async () => {
  const command = { pid: process.ppid, start: startOf(process.ppid), kind: 'command' }
  writeFileSync(join(data, 'run', `${process.ppid}.json`), JSON.stringify(command))
  const { leave } = await enterAsServer(data, 'start')
  expect(left()).toEqual(['3-abc', 'unfinished-x', 'export-x'])
  leave()
})
