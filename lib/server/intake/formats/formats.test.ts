import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RECORD_FIELDS } from '@/lib/domain/record-files'
import { streamOf } from '../testing'
import { csvParser } from './csv'
import { type Entry, MAX_RECORD_BYTES, type Parse, UnreadableFile } from './entry'
import { parseNdjson } from './ndjson'

const parseOutputs = csvParser(RECORD_FIELDS.outputs)
const parseVerified = csvParser(RECORD_FIELDS.verified)

async function read(parse: Parse, file: string | Uint8Array, size = 50_000): Promise<Entry[]> {
  const entries: Entry[] = []
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  for await (const batch of parse(streamOf(bytes, size))) entries.push(...batch)
  return entries
}

const faultsOf = (entries: Entry[]) =>
  entries.flatMap((entry) =>
    'faults' in entry ? entry.faults.map((f) => [entry.line, f.path, f.message]) : [],
  )

/** Where a file cannot be read on, and why. */
async function breaksAt(parse: Parse, file: string | Uint8Array) {
  const error = await read(parse, file).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(error instanceof UnreadableFile)) throw error
  return [error.line, ...error.faults.map(({ path, message }) => `${path}: ${message}`)]
}

describe('NDJSON', () => {
  test('reads lines wherever the chunks are cut', async () => {
    const file = '\ufeff{"a":"é\\n"}\r\n\n  \n{"b":[1]}\n{"c":null}'
    for (const size of [1, 2, 3, 7, 1000])
      expect(await read(parseNdjson, file, size)).toEqual([
        { line: 1, fields: { a: 'é\n' } },
        { line: 4, fields: { b: [1] } },
        { line: 5, fields: { c: null } },
      ])
  })

  test('names the line and column of what is not a JSON object', async () => {
    expect(faultsOf(await read(parseNdjson, '{"a":1}\n{"a":}\n[1]\n7\n{"a":1} x\n{"a":'))).toEqual([
      [2, '', 'is not JSON: unexpected character at column 6'],
      [3, '', 'must be one JSON object'],
      [4, '', 'must be one JSON object'],
      [5, '', 'is not JSON: unexpected character at column 9'],
      [6, '', 'is not JSON: unexpected end at column 6'],
    ])
  })

  test('names the line of invalid UTF-8, and reads the others', async () => {
    const file = Buffer.concat([
      Buffer.from('{"a":"ok"}\n{"a":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}\n{"a":"é"}\n'),
    ])
    for (const size of [1, 5, 1000])
      expect(await read(parseNdjson, file, size)).toEqual([
        { line: 1, fields: { a: 'ok' } },
        { line: 2, faults: [{ path: '', message: 'is not valid UTF-8' }] },
        { line: 3, fields: { a: 'é' } },
      ])
  })

  test('passes over a line that is too long without keeping it', async () => {
    const long = `{"a":"${'x'.repeat(MAX_RECORD_BYTES)}"}`
    for (const size of [60_000, 64 * 1_048_576]) {
      const entries = await read(parseNdjson, `{"a":1}\n${long}\n{"b":2}\n`, size)
      expect(entries).toEqual([
        { line: 1, fields: { a: 1 } },
        { line: 2, faults: [{ path: '', message: 'is over 8 MiB' }] },
        { line: 3, fields: { b: 2 } },
      ])
    }
    expect(faultsOf(await read(parseNdjson, long))).toEqual([[1, '', 'is over 8 MiB']])
  })

  test('gives back any object that JSON.stringify wrote', async () => {
    const file = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async (objects, size) => {
        const text = objects.map((object) => JSON.stringify(object)).join('\n')
        const fields = (await read(parseNdjson, text, size)).map((entry) =>
          'fields' in entry ? entry.fields : null,
        )
        expect(fields).toEqual(objects.map((object) => JSON.parse(JSON.stringify(object))))
      }),
    )
  })
})

describe('CSV', () => {
  test('reads cells by their field, in any order of columns', async () => {
    const file =
      '\ufefftext,output_id,tags,metadata,prompt,prompt_id,model\r\n"a ""q"",\r\nb",o1,x; y ;,"{""k"":1}",,p1,m\r\n'
    for (const size of [1, 3, 1000])
      expect(await read(parseOutputs, file, size)).toEqual([
        {
          line: 2,
          fields: {
            text: 'a "q",\r\nb',
            output_id: 'o1',
            tags: ['x', 'y'],
            metadata: { k: 1 },
            prompt: '',
            prompt_id: 'p1',
            model: 'm',
          },
        },
      ])
  })

  test('names the physical line on which a record starts', async () => {
    const file =
      'output_id,criterion,score,note\n\no1,safe,1,"two\nlines"\no2,safe\no3,safe,0,,\n"o\n4",safe,x,\n'
    expect(faultsOf(await read(parseVerified, file))).toEqual([
      [5, '', 'has 2 cells where the header has 4'],
      [6, '', 'has 5 cells where the header has 4'],
      [7, 'score', 'is not a number'],
    ])
  })

  test.each(['3,5', ' 3', '0x10', '1e', 'NaN', 'Infinity', '+1', '١', '1_000', '--1'])(
    'refuses "%s" as a number',
    async (score) => {
      const entries = await read(parseVerified, `output_id,criterion,score\no1,safe,"${score}"\n`)
      expect(faultsOf(entries)).toEqual([[2, 'score', 'is not a number']])
    },
  )

  test.each([
    ['-1.50', -1.5],
    ['.5', 0.5],
    ['2.', 2],
    ['1E3', 1000],
    ['-0', -0],
    ['007', 7],
  ])('reads "%s" as a number', async (text, score) => {
    const [entry] = await read(parseVerified, `output_id,criterion,score\no1,safe,${text}\n`)
    expect(entry).toEqual({ line: 2, fields: { output_id: 'o1', criterion: 'safe', score } })
  })

  test('refuses a file without a header that fits', async () => {
    expect(await breaksAt(parseVerified, '')).toEqual([1, ': the file is empty: a CSV needs a header row'])
    expect(await breaksAt(parseVerified, 'o1,safe,1\n')).toEqual([
      1,
      'o1: is not a known field',
      'safe: is not a known field',
      '1: is not a known field',
      'output_id: is missing in the header row',
      'criterion: is missing in the header row',
      'score: is missing in the header row',
    ])
    expect(await breaksAt(parseVerified, '\noutput_id,criterion,score,score,,judge\n')).toEqual([
      2,
      'score: stands in the header twice',
      'column 5: has no name',
      'judge: is not a known field',
    ])
  })

  test('says where quotes go wrong', async () => {
    const header = 'output_id,criterion,score,note\n'
    const past = '; the file cannot be read past here'
    expect(await breaksAt(parseVerified, `${header}o1,safe,1,ok\no2,safe,1,"open\no3,safe,1,\n`)).toEqual([
      3,
      `: opens a quote that is never closed${past}`,
    ])
    expect(await breaksAt(parseVerified, `${header}o1,safe,1,"a"b\n`)).toEqual([
      2,
      `: has text after a closing quote: write a quote inside a cell twice${past}`,
    ])
    expect(await breaksAt(parseVerified, `${header}o1,safe,1,a"b\n`)).toEqual([
      2,
      `: has a quote inside a cell that is not quoted${past}`,
    ])
    expect(await breaksAt(parseVerified, `${header}o1,safe,1,"${'x'.repeat(2 * MAX_RECORD_BYTES)}`)).toEqual([
      2,
      `: is over 8 MiB (is a quote left open?)${past}`,
    ])
  })

  test('names the cell that is not valid UTF-8', async () => {
    const file = Buffer.concat([
      Buffer.from('output_id,criterion,score\no1,s'),
      Buffer.from([0xff]),
      Buffer.from(',1\no2,safe,1\n'),
    ])
    expect(await read(parseVerified, file)).toEqual([
      { line: 2, faults: [{ path: 'criterion', message: 'is not valid UTF-8' }] },
      { line: 3, fields: { output_id: 'o2', criterion: 'safe', score: 1 } },
    ])
  })
})
