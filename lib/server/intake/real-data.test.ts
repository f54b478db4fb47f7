import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { RECORD_KINDS } from '@/lib/domain/records'
import { testDatabase } from '../db/testing'
import { importRecords } from './import'
import { addCriterion } from './testing'
import { endIdleThreads } from './threads'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const SETS = ['llm-rubric-self', 'xstest-overrefusal-flags', 'summeval-proxy', 'llmbar-adversarial']

describe.skipIf(!existsSync(DATA))('real data (in ../shared/data)', () => {
  test.each(SETS)('%s comes in completely, and once', async (set) => {
    const audit = JSON.parse(readFileSync(`${DATA}/${set}/audit.json`, 'utf8'))
    const { rows } = await pool.query(
      `INSERT INTO audits (slug, name, kind, intent) VALUES ($1, $1, $2, $3) RETURNING id`,
      [set, audit.kind, audit.intent],
    )
    const auditId: number = rows[0].id
    for (const [i, criterion] of audit.criteria.entries()) await addCriterion(pool, auditId, i, criterion)

    let revision = 0
    for (const round of ['first', 'again']) {
      for (const kind of RECORD_KINDS) {
        const file = `${DATA}/${set}/${kind}.jsonl`
        if (!existsSync(file)) continue
        const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length
        const stream = createReadStream(file)
        const outcome = await importRecords({ auditId, userId: null, kind, format: 'ndjson', stream })
        revision += round === 'first' ? 1 : 0
        expect(outcome, `${kind}, ${round}`).toEqual({
          received: lines,
          inserted: round === 'first' ? lines : 0,
          updated: 0,
          unchanged: round === 'first' ? 0 : lines,
          rejected: 0,
          errors: [],
          revision,
          accepted: true,
          written: true,
        })
      }
    }
  })
})
