import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { auditInputSchema } from '@/lib/domain/audit'
import type { ExportName } from '@/lib/domain/exports'
import { RECORD_KINDS } from '@/lib/domain/records'
import { parseQuestion } from '@/lib/domain/selection'
import { output } from '@/lib/server/analysis/output'
import { report } from '@/lib/server/analysis/report'
import { madeUpAudit } from '@/lib/server/analysis/testing'
import { createAudit } from '@/lib/server/audits/create'
import { type AuditRow, findAudit } from '@/lib/server/audits/find'
import { setKnownAnswers } from '@/lib/server/audits/known-answers'
import { readKnownAnswers } from '@/lib/server/audits/known-answers-file'
import { testDatabase } from '@/lib/server/db/testing'
import { sendWell } from '@/lib/server/intake/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { exportOf } from './export'

// A zip holds every table of the report, and some tests make several.
vi.setConfig({ testTimeout: 60_000 })

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-zip-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

// A session hands an output to each rater once, but for repeats, which count in no mean.
const madeUp = madeUpAudit()
const seen = new Set<string>()
const made = {
  ...madeUp,
  ratings: madeUp.ratings.filter(({ output: id, criterion = '', rater, purpose }) => {
    const key = `${id} ${criterion} ${rater}`
    return purpose === 'repeat' || (!seen.has(key) && seen.add(key))
  }),
}
let audit: AuditRow
beforeAll(async () => {
  audit = await seeded()
})

async function seeded(): Promise<AuditRow> {
  const { publicId, id } = await seedAudit(pool, made)
  await pool.query(
    `UPDATE output_texts t SET body = E'Line one,\\n\\u2028"two" \\\\ ' || t.version_id, metadata = '{"kept": null}'
     FROM output_versions v WHERE v.id = t.version_id AND v.audit_id = $1`,
    [id],
  )
  // As an import and a session put scores on 0…1; the seed does it the other way round.
  for (const table of ['signal_scores', 'human_ratings', 'verified_labels'])
    await pool.query(
      `UPDATE ${table} SET unit = (score - scale_min) / (scale_max - scale_min) WHERE audit_id = $1`,
      [id],
    )
  return findAudit(publicId)
}

const asked = (query: string) => parseQuestion(new URLSearchParams(query))
const bytes = async (name: ExportName, query = '', id = audit.id) =>
  Buffer.from(await new Response((await exportOf(id, name, { question: asked(query) })).stream).arrayBuffer())
const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** The files of a zip, by its central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const header = zip.readUInt32LE(at + 42)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    files.set(name, inflateRawSync(zip.subarray(start, start + packed)))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

it('outputs.jsonl has a line per selected output, with all that its page shows', async () => {
  const all = lines(String(await bytes('outputs.jsonl')))
  const ids = made.outputs.map(({ output: id }) => id)
  expect(all.map(({ output_id: id }) => id)).toEqual(
    ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  )
  for (const one of [all[0], all[40], all.at(-1)]) {
    const { revision: _revision, ...page } = await output(audit.id, one.output_id)
    expect(one).toEqual(page)
  }
  const hard = lines(String(await bytes('outputs.jsonl', 'tag=hard&rater_group=crowd')))
  expect(hard).toHaveLength(made.outputs.filter(({ tags }) => tags!.includes('hard')).length)
  const groups = hard.flatMap(({ criteria }) =>
    criteria.flatMap(({ ratings }: { ratings: { group: string }[] }) => ratings.map(({ group }) => group)),
  )
  expect(new Set(groups)).toEqual(new Set(['crowd']))
})

it('audit.zip holds the settings, the records, the report and its tables, each with its hash', async () => {
  const zip = await bytes('audit.zip', 'signal=any')
  const files = unzip(zip)
  const manifest = JSON.parse(String(files.get('manifest.json')))
  expect(manifest).toMatchObject({ format: 1, audit: audit.publicId, revision: 1, question: 'signal=any' })
  expect([...manifest.files.map(({ name }: { name: string }) => name), 'manifest.json']).toEqual([
    ...files.keys(),
  ])
  for (const { name, bytes: size, sha256 } of manifest.files) {
    const file = files.get(name)!
    expect([name, file.length, createHash('sha256').update(file).digest('hex')]).toEqual([name, size, sha256])
  }
  const binned = String(files.get('bins.csv')).split('\n').slice(1, -1)
  expect(new Set(binned.map((line) => line.split(',')[0])).size).toBeGreaterThan(1)
  for (const name of ['by-model.csv', 'outputs.jsonl', 'codebook.csv', 'human-ratings.csv'] as const)
    expect(files.get(name)).toEqual(await bytes(name, 'signal=any'))
  const { behind: _behind, ...shown } = await report({ audit, question: asked('signal=any') })
  expect(JSON.parse(String(files.get('report.json')))).toMatchObject(JSON.parse(JSON.stringify(shown)))
  expect(zip.equals(await bytes('audit.zip', 'signal=any'))).toBe(true)
})

it('its settings and records make an audit with the same reports', async () => {
  const first = await seeded()
  const known = { output_id: made.outputs[0]!.output, criterion: 'quality', score: 2, tolerance: 1 }
  await setKnownAnswers(first.id, [{ ...known, feedback: 'So, "so"', purpose: 'practice' }], null)
  const files = unzip(await bytes('audit.zip', '', first.id))
  const { slug: _slug, ...settings } = auditInputSchema.parse(JSON.parse(String(files.get('audit.json'))))
  const again = await createAudit(settings, null)
  for (const kind of RECORD_KINDS) await sendWell(again.id, kind, files.get(`records/${kind}.jsonl`)!)
  const answers = await readKnownAnswers(new Blob([String(files.get('known-answers.csv'))]))
  await setKnownAnswers(again.id, answers, null)

  for (const query of ['', 'signal=peer&tag=hard', 'signal=metric:rouge']) {
    const [before, after] = await Promise.all(
      [first, again].map(async (one) => report({ audit: one, question: asked(query) })),
    )
    for (const part of ['contrast', 'headline', 'joint', 'gate', 'self_preference'] as const)
      expect({ query, [part]: after![part] }).toEqual({ query, [part]: before![part] })
    expect(after!.by_model.map(({ controlled: _features, ...row }) => row)).toEqual(
      before!.by_model.map(({ controlled: _features, ...row }) => row),
    )
    expect(after!.n).toMatchObject({
      outputs: before!.n.outputs,
      raters: before!.n.raters,
      ratings: before!.n.ratings,
    })
  }
  // And what comes out again is what went in.
  const twice = unzip(await bytes('audit.zip', '', again.id))
  for (const name of ['known-answers.csv', ...RECORD_KINDS.map((kind) => `records/${kind}.jsonl`)])
    expect(String(twice.get(name))).toBe(String(files.get(name)))
})

it('is whole of an audit with nothing in it, and leaves nothing behind when nobody reads on', async () => {
  const empty = await createAudit(
    auditInputSchema.parse({
      ...{ name: 'Empty', kind: 'reward', intent: 'Nothing yet.' },
      criteria: [{ key: 'quality', name: 'Quality', min: 1, max: 5 }],
    }),
    null,
  )
  const files = unzip(await bytes('audit.zip', '', empty.id))
  expect(files.get('records/outputs.jsonl')).toHaveLength(0)

  for (const name of ['audit.zip', 'outputs.jsonl'] as const)
    for (const parts of [1, 6]) {
      const reader = (await exportOf(audit.id, name, { question: asked('') })).stream.getReader()
      for (let i = 0; i < parts; i += 1) await reader.read()
      await reader.cancel()
    }
  const temporary = path.join(process.env.PLUMBLINE_DATA!, 'temporary')
  expect(readdirSync(temporary)).toEqual([])
  expect(globalThis.plumblineDuckDb?.waiting).toEqual([])
})
