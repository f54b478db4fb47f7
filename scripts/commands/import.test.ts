import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { newAudit, output, sendWell } from '@/lib/server/intake/testing'
import { endIdleThreads } from '@/lib/server/intake/threads'
import { killLeftovers, runScript } from '../test/programs'

// Each call starts a process, which compiles what it runs.
vi.setConfig({ testTimeout: 90_000 })

const { url, pool } = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'plumbline-import-command-'))
killLeftovers()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

afterAll(endIdleThreads)

let slug: string
let id: number
beforeEach(async () => {
  id = await newAudit(pool)
  slug = (await pool.query('SELECT slug FROM audits WHERE id = $1', [id])).rows[0].slug
})

async function plumbline(...args: string[]) {
  const program = runScript('plumbline.mjs', {
    args,
    env: { DATABASE_URL: url, PLUMBLINE_DATA: join(folder, 'data') },
  })
  const { code } = await program.ended
  return { code, said: program.said() }
}

function file(name: string, content: object[] | string): string {
  const path = join(folder, name)
  writeFileSync(
    path,
    typeof content === 'string' ? content : content.map((record) => JSON.stringify(record)).join('\n'),
  )
  return path
}

it('imports files in the order they need, told by name or by fields, and says what became of each', async () => {
  const ratings = file('a.csv', 'output_id,rater,criterion,score\no1,ann,quality,3\n')
  const outputs = file('outputs.jsonl', [output('o1'), output('o2')])
  const { code, said } = await plumbline('import', slug, ratings, outputs)
  expect(said).toBe(
    `${outputs}: outputs, 2 received, 2 inserted, 0 updated, 0 unchanged, 0 rejected; revision 1\n` +
      `${ratings}: human-ratings, 1 received, 1 inserted, 0 updated, 0 unchanged, 0 rejected; revision 2\n`,
  )
  expect(code).toBe(0)
})

it('exits 1 and names the lines of a file that is refused, and 2 when it is not told what the file holds', async () => {
  await sendWell(id, 'outputs', [output('o1')])
  const bad = file('verified.jsonl', [{ output_id: 'o1', criterion: 'safe', score: 7 }])
  const { code, said } = await plumbline('import', slug, bad)
  expect(code).toBe(1)
  // Errors and counts go to different streams.
  expect(said.trimEnd().split('\n').sort()).toEqual(
    [
      `${bad}: verified, 1 received, 0 inserted, 0 updated, 0 unchanged, 1 rejected; nothing written`,
      `${bad}:1: score: 7 is off the scale from 0 to 1`,
      '1 of 1 files refused; nothing of them was written.',
    ].sort(),
  )
  expect((await plumbline('import', slug, bad, '--kind', 'texts')).code).toBe(2)
  expect((await plumbline('import', slug)).code).toBe(2)
  expect(await plumbline('import', 'no-such-audit', bad)).toEqual({
    code: 1,
    said: 'There is no such audit.\n',
  })
  expect(await plumbline('import', slug, join(folder, 'gone.csv'))).toEqual({
    code: 1,
    said: `There is no file ${join(folder, 'gone.csv')}.\n`,
  })
})

it('recomputes features that another set computed', async () => {
  await sendWell(id, 'outputs', [output('o1'), output('o2')])
  await pool.query(
    `WITH old AS (INSERT INTO feature_sets (keys, versions) VALUES ('{words}', '{0}') RETURNING id)
     UPDATE output_versions v SET feature_set_id = old.id, features = '{1}' FROM old, outputs o
     WHERE o.id = v.output_id AND o.external_id = 'o1' AND v.audit_id = $1`,
    [id],
  )
  const { said } = await plumbline('features', 'recompute', slug)
  expect(said).toBe(`${slug}: 1 outputs computed anew, revision 2\n`)
  const { rows } = await pool.query(
    `SELECT cardinality(f."values") AS n, f.from_revision AS since, f.until_revision AS until FROM features f
     JOIN output_versions v ON v.id = f.version_id JOIN outputs o ON o.id = v.output_id
     WHERE o.external_id = 'o1' AND v.audit_id = $1 ORDER BY f.id`,
    [id],
  )
  expect(rows).toMatchObject([{ since: 2, until: null }])
  expect(rows[0].n).toBeGreaterThan(20)
  expect((await plumbline('features', 'recompute')).said).toContain(`${slug}: up to date\n`)
})
