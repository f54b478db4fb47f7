import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { RECORD_FIELDS } from '@/lib/domain/record-files'
import { testDatabase } from '../db/testing'
import { newAudit, output, send, sendWell } from './testing'
import { endIdleThreads } from './threads'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows

/** Texts in which an escape, a delimiter or a repair would show. */
const awkward = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  fc
    .array(
      fc.constantFrom(
        '\n',
        '\r',
        '\r\n',
        '"',
        '""',
        ',',
        ';',
        '\t',
        '\\',
        '\\N',
        '\\.',
        '\\n',
        '\ufeff',
        '\u2028',
        'é',
        '\u0301',
        '🦉',
        '￿',
        'a',
        ' ',
        '\u0001',
        '\u007f',
        '{',
        '}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)

const cell = (value: unknown) => {
  const text = Array.isArray(value)
    ? value.join(';')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value ?? '')
  return `"${text.replaceAll('"', '""')}"`
}

function asCsv(records: Record<string, unknown>[]): string {
  const names = RECORD_FIELDS.outputs.map(({ name }) => name)
  return [
    names.join(','),
    ...records.map((record) => names.map((name) => cell(record[name] ?? '')).join(',')),
  ].join('\r\n')
}

test('any text comes back byte for byte, and as CSV it is the same record', { timeout: 60_000 }, async () => {
  const record = fc.record({
    text: awkward,
    prompt: awkward,
    reference: awkward.filter((text) => text !== ''),
    tags: fc.array(fc.stringMatching(/^[a-zé"\\,]{1,5}$/), { maxLength: 3 }),
    metadata: fc.dictionary(
      awkward,
      fc.oneof(
        awkward,
        fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e15, min: -1e15 }),
        fc.boolean(),
        fc.constant(null),
      ),
    ),
    id: awkward
      .filter((text) => text !== '')
      .map((text) => text.slice(0, 400))
      .filter((text) => text.isWellFormed()),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (made) => {
      const auditId = await newAudit(pool)
      const records = made.map(({ id, ...rest }, i) => ({
        ...output(`${i}${id}`),
        prompt_id: `${i}${id}`,
        ...rest,
      }))
      await sendWell(auditId, 'outputs', records)
      const stored = await rows(
        `SELECT o.external_id AS output_id, t.body AS text, t.reference, t.metadata, v.tags, p.body AS prompt,
           p.external_id AS prompt_id
         FROM outputs o JOIN output_versions v ON v.output_id = o.id JOIN output_texts t ON t.version_id = v.id
         JOIN prompts p ON p.id = v.prompt_id WHERE o.audit_id = $1 ORDER BY o.id`,
        [auditId],
      )
      expect(stored).toEqual(
        records.map(({ output_id, prompt_id, prompt, text, reference, tags, metadata }) => ({
          ...{
            output_id,
            prompt_id,
            prompt,
            text,
            reference,
            metadata: JSON.parse(JSON.stringify(metadata)),
          },
          tags: [...new Set(tags)],
        })),
      )
      const again = await sendWell(auditId, 'outputs', asCsv(records), { format: 'csv' })
      expect(again).toMatchObject({ received: records.length, unchanged: records.length, revision: 1 })
    }),
    { numRuns: 25 },
  )
})

test.each([
  ['a NUL in a text', { text: 'a\0b' }, 'text', 'must not hold a NUL'],
  ['a NUL in an id', { output_id: 'o\0' }, 'output_id', 'must not hold a NUL'],
  ['a NUL in metadata', { metadata: { a: ['\0'] } }, 'metadata', 'must not hold a NUL'],
  ['a NUL in a key of metadata', { metadata: { 'a\0': 1 } }, 'metadata', 'must not hold a NUL'],
  ['metadata that is a list', { metadata: [1] }, 'metadata', 'must be a JSON object'],
  [
    'digits that would be lost',
    { metadata: { id: 2 ** 60 } },
    'metadata',
    'holds a whole number over 2^53: write it as a string',
  ],
  ['a text over 1 MiB', { text: 'é'.repeat(524_289) }, 'text', 'is over 1 MiB'],
  ['a tag with ";"', { tags: ['a;b'] }, 'tags.0', 'must not hold ";"'],
  ['a number as id', { output_id: 7 }, 'output_id', 'must be a string, not a number'],
  ['an unknown field', { txt: 'x' }, 'txt', 'is not a known field'],
])('refuses %s', async (_, change, path, message) => {
  const auditId = await newAudit(pool)
  const outcome = await send(auditId, 'outputs', [output('o1'), output('o2', change)])
  expect(outcome.errors).toEqual([{ line: 2, path, message }])
})

test('refuses half a surrogate pair, depth without end, and a number out of range', async () => {
  const auditId = await newAudit(pool)
  const line = (id: string, more: string) => `${JSON.stringify(output(id)).slice(0, -1)},${more}}`
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  const outcome = await send(
    auditId,
    'outputs',
    [
      line('o1', '"reference":"\\ud800"'),
      line('o2', `"metadata":${deep}`),
      line('o3', '"metadata":{"a":1e999}'),
      line('o4', '"metadata":{"__proto__":{"x":1}}'),
      line('o5', '"__proto__":{"text":"x"}'),
    ].join('\n'),
    { onError: 'skip' },
  )
  expect(outcome.errors).toEqual([
    { line: 1, path: 'reference', message: 'must be well-formed Unicode: it holds half of a surrogate pair' },
    { line: 2, path: 'metadata', message: 'is nested more than 32 levels deep' },
    { line: 3, path: 'metadata', message: 'holds a number out of range' },
    { line: 5, path: '__proto__', message: 'is not a known field' },
  ])
  expect(
    await rows(
      'SELECT metadata::text FROM output_texts t JOIN output_versions v ON v.id = t.version_id WHERE v.audit_id = $1',
      [auditId],
    ),
  ).toEqual([{ metadata: '{"__proto__": {"x": 1}}' }])
})

test('a text of exactly 1 MiB comes in, with its features', async () => {
  const auditId = await newAudit(pool)
  const text = '🦉 '.repeat(209_715)
  expect(Buffer.byteLength(text)).toBe(1_048_575)
  await sendWell(auditId, 'outputs', [
    output('o1', { text: `${text}x`, prompt: `${text}y`, reference: `${text}z` }),
  ])
  expect(
    await rows('SELECT FROM output_versions WHERE audit_id = $1 AND features IS NOT NULL', [auditId]),
  ).toHaveLength(1)
})
