import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { killLeftovers, runScript } from '../test/programs'

// Each call starts a process, which compiles what it runs.
vi.setConfig({ testTimeout: 120_000 })

const { url, pool } = testDatabase()
const data = mkdtempSync(join(tmpdir(), 'plumbline-export-command-'))
killLeftovers()
afterAll(() => rmSync(data, { recursive: true, force: true }))
beforeAll(() =>
  seedAudit(pool, {
    slug: 'small',
    outputs: [
      { output: 'o1', prompt: 'p', model: 'm' },
      { output: 'o2', prompt: 'p', model: 'n' },
    ],
    scores: [
      { output: 'o1', judge: 'm', unit: 1 },
      { output: 'o2', judge: 'n', unit: 0.5 },
    ],
  }),
)

async function plumbline(...args: string[]) {
  const program = runScript('plumbline.mjs', { args, env: { DATABASE_URL: url, PLUMBLINE_DATA: data } })
  const { code } = await program.ended
  return { code, said: program.said() }
}
const outputsOf = (csv: string) =>
  (parse(csv, { columns: true }) as { output_id: string }[]).map((row) => row.output_id)

it('writes to standard output, or to a file that is whole or not there', async () => {
  const { code, said } = await plumbline('export', 'small', 'inflation.csv?model=m')
  expect([code, outputsOf(said)]).toEqual([0, ['o1']])

  const file = join(data, 'all.csv')
  expect(await plumbline('export', 'small', 'inflation.csv', '-o', file)).toEqual({ code: 0, said: '' })
  expect(outputsOf(readFileSync(file, 'utf8'))).toEqual(['o1', 'o2'])

  const zip = join(data, 'audit.zip')
  expect(await plumbline('export', 'small', 'audit.zip', '-o', zip)).toEqual({ code: 0, said: '' })
  expect(readFileSync(zip).subarray(0, 2).toString()).toBe('PK')

  const wrong = await plumbline(
    'export',
    'small',
    'inflation.csv',
    '--query',
    'model=x',
    '-o',
    join(data, 'no.csv'),
  )
  expect(wrong).toEqual({ code: 1, said: 'The parameter model does not know "x"; there are: m, n.\n' })
  expect(readdirSync(data)).not.toContain('no.csv')
})
