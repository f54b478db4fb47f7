import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { pool, transaction } from '@/lib/server/db/pool'
import { importRecords } from '@/lib/server/intake/import'
import type { ImportOutcome } from '@/lib/server/intake/job'
import { endIdleThreads } from '@/lib/server/intake/threads'
import { type Figure, medianOf } from './figure'
import { sampleAnswers } from './sample-answers'

const OUTPUTS = 100_000
const PER_PROMPT = 4
const answers = sampleAnswers(2_000)

/** A file of outputs of about 120 words and one of their ratings, end to end: parsed, checked, with features, committed. */
export async function measure(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-import-'))
  const file = async (name: string, toRecord: ToRecord) => {
    await pipeline(lines(toRecord, OUTPUTS), createWriteStream(join(folder, name)))
    return () => createReadStream(join(folder, name))
  }
  const outputsFile = await file('outputs.ndjson', outputRecord)
  const ratingsFile = await file('ratings.ndjson', ratingRecord)
  const auditId = await makeAudit()
  // The first file waits for two threads to load what they need.
  await run(auditId, 'outputs', lines(outputRecord, 2_000, 'warm-'))
  const resting = process.memoryUsage().rss
  let highest = 0
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss)
  }, 50)
  const outputs = await timed(() => run(auditId, 'outputs', outputsFile()))
  clearInterval(watch)
  const again = await timed(() => run(auditId, 'outputs', outputsFile()))
  const ratings = await timed(() => run(auditId, 'model-ratings', ratingsFile()))
  await endIdleThreads()
  const copy = await medianOf(3, () => bareCopy(outputsFile()))
  await rm(folder, { recursive: true })
  const rate = (ms: number) => (OUTPUTS / ms) * 1000
  const of = `${OUTPUTS / 1000},000 outputs of 120 words`
  return [
    { what: `import, ${of}`, value: rate(outputs), unit: 'rows/s', target: 10_000 },
    { what: 'import, the same file again', value: rate(again), unit: 'rows/s' },
    { what: "import, a model's rating of each", value: rate(ratings), unit: 'rows/s' },
    { what: 'import, memory above that at rest', value: (highest - resting) / 1e6, unit: 'MB', target: 300 },
    { what: `COPY of the same rows into a bare table`, value: rate(copy), unit: 'rows/s' },
    { what: 'import, times the duration of that COPY', value: outputs / copy, unit: '×' },
  ]
}

async function makeAudit(): Promise<number> {
  const { rows } = await pool().query<{ id: number }>(
    `WITH a AS (INSERT INTO audits (slug, name, kind, intent) VALUES ('import', 'Import', 'self-rating', 'Help.') RETURNING id)
     INSERT INTO criteria (audit_id, position, key, name, min, max, accept_at) SELECT id, 0, 'quality', 'Quality', 1, 5, 3
     FROM a RETURNING audit_id AS id`,
  )
  return rows[0]!.id
}

async function run(
  auditId: number,
  kind: 'outputs' | 'model-ratings',
  stream: AsyncIterable<Uint8Array>,
): Promise<ImportOutcome> {
  const outcome = await importRecords({ auditId, userId: null, kind, format: 'ndjson', stream })
  if (!outcome.written || outcome.rejected > 0) throw new Error(JSON.stringify(outcome.errors.slice(0, 3)))
  return outcome
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  return medianOf(1, work)
}

type ToRecord = (i: number, prefix: string) => object

const outputRecord: ToRecord = (i, prefix) => {
  const prompt = Math.floor(i / PER_PROMPT)
  return {
    output_id: `${prefix}${i}`,
    prompt_id: `${prefix}${prompt}`,
    prompt: `Question ${prompt}: ${answers[(prompt * 7) % answers.length]!.slice(0, 120)}`,
    model: `model-${i % PER_PROMPT}`,
    text: answers[(i * 31) % answers.length],
    tags: [`part-${i % 7}`],
  }
}

const ratingRecord: ToRecord = (i, prefix) => ({
  output_id: `${prefix}${i}`,
  rater_model: `model-${i % PER_PROMPT}`,
  criterion: 'quality',
  score: 1 + (i % 5),
})

async function* lines(toRecord: ToRecord, count: number, prefix = 'output-'): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < count; start += 100) {
    const end = Math.min(count, start + 100)
    const block = Array.from({ length: end - start }, (_, k) => JSON.stringify(toRecord(start + k, prefix)))
    yield Buffer.from(`${block.join('\n')}\n`)
  }
}

/** What PostgreSQL alone needs for the same rows: text as it stands, no index, no key, committed. */
function bareCopy(blocks: AsyncIterable<Buffer>): Promise<void> {
  return transaction(async (client) => {
    await client.query('DROP TABLE IF EXISTS bare; CREATE TABLE bare (line text)')
    const stream = client.query(copyFrom('COPY bare FROM STDIN'))
    for await (const block of blocks) {
      const text = block.toString('latin1').replaceAll('\\', '\\\\')
      if (!stream.write(Buffer.from(text, 'latin1')))
        await new Promise((resolve) => stream.once('drain', resolve))
    }
    stream.end()
    await finished(stream)
  })
}
