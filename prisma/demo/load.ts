import { Readable } from 'node:stream'
import { type AuditInput, auditInputSchema } from '@/lib/domain/audit'
import type { RecordKind } from '@/lib/domain/records'
import { createAudit } from '@/lib/server/audits/create'
import { patchAudit } from '@/lib/server/audits/patch'
import { pool } from '@/lib/server/db/pool'
import { importRecords } from '@/lib/server/intake/import'
import { FLAGS, generateFlags } from './flags'
import { type Demo, generateDemo, generateUnjudged } from './generate'
import { DEMO_SEED, DEMO_TOPICS } from './seed'

const HELPFULNESS = {
  key: 'helpfulness',
  name: 'Helpfulness',
  description: 'How well would this answer help the person who asked?',
  min: 1,
  max: 5,
  step: 1,
  labels: { '1': 'Useless', '2': 'Weak', '3': 'Fair', '4': 'Good', '5': 'Excellent' },
}

const RESULTS: AuditInput = auditInputSchema.parse({
  name: 'Everyday questions (synthetic demo)',
  slug: 'demo',
  title: 'Answers to everyday questions',
  kind: 'self-rating',
  intent:
    'A person with an everyday question should come away knowing what to do or why something is so. An answer is good when it is right, complete enough, and says no more than it needs.',
  guidelines: 'Judge what the answer says, not how it looks. Long is not better.',
  criteria: [HELPFULNESS],
  ratings_per_output: 5,
})

const TO_RATE: AuditInput = auditInputSchema.parse({
  name: 'Try rating (synthetic demo)',
  slug: 'demo-rating',
  title: 'Answers to everyday questions',
  kind: 'self-rating',
  intent: RESULTS.intent,
  guidelines: RESULTS.guidelines,
  criteria: [
    HELPFULNESS,
    {
      ...HELPFULNESS,
      key: 'brevity',
      name: 'Brevity',
      description: 'Does it say what is needed and no more?',
      labels: { '1': 'Far too long or short', '3': 'Acceptable', '5': 'Just right' },
    },
  ],
  ratings_per_output: 2,
})

/**
 * Loads the three synthetic audits: `demo`, closed, with results to read, half of its outputs judged by people;
 * `demo-flags`, closed, with filters that flag comments; and `demo-rating`, open, with models' ratings and no human ones. A load that was cut short is taken up again; what was loaded once is left alone.
 */
export async function loadDemo(): Promise<void> {
  const demo = generateDemo(DEMO_SEED, 0, DEMO_TOPICS)
  const unjudged = generateUnjudged(DEMO_SEED + 3, 0, DEMO_TOPICS)
  await load(RESULTS, {
    outputs: [...demo.outputs, ...unjudged.outputs],
    modelRatings: [...demo.modelRatings, ...unjudged.modelRatings],
    humanRatings: demo.humanRatings,
    status: 'closed',
  })
  await load(FLAGS, { ...generateFlags(DEMO_SEED), status: 'closed' })
  const toRate = generateDemo(DEMO_SEED, DEMO_TOPICS, Number.POSITIVE_INFINITY)
  await load(TO_RATE, { ...toRate, humanRatings: [], status: 'open' })
}

type Records = Pick<Demo, 'outputs' | 'modelRatings' | 'humanRatings'>

async function load(input: AuditInput, demo: Records & { status: 'open' | 'closed' }): Promise<void> {
  const found = await pool().query<{ id: number; status: string }>(
    'SELECT id, status FROM audits WHERE slug = $1',
    [input.slug],
  )
  if (found.rows[0] && found.rows[0].status !== 'draft') return
  const auditId = found.rows[0]?.id ?? (await createAudit(input, null, { synthetic: true })).id
  await importAll(auditId, 'outputs', demo.outputs)
  await importAll(auditId, 'model-ratings', demo.modelRatings)
  await importAll(auditId, 'human-ratings', demo.humanRatings)
  await patchAudit(auditId, { status: 'open' }, null)
  if (demo.status === 'closed') await patchAudit(auditId, { status: 'closed' }, null)
}

async function importAll(auditId: number, kind: RecordKind, records: readonly object[]): Promise<void> {
  if (records.length === 0) return
  const stream = Readable.from(records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`)))
  const { errors } = await importRecords({ auditId, userId: null, kind, format: 'ndjson', stream })
  if (errors[0])
    throw new Error(`The demo's ${kind}, line ${errors[0].line}: ${errors[0].path} ${errors[0].message}`)
}
