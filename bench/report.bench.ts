import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { parseQuestion } from '@/lib/domain/selection'
import { report } from '@/lib/server/analysis/report'
import { pool, transaction } from '@/lib/server/db/pool'
import { exportOf } from '@/lib/server/export/export'
import { type Figure, medianOf } from './figure'
import { makeUpAudit } from './made-up-audit'

const OUTPUTS = 100_000
const TEXTS = 7

/** What an analyst waits for with 100,000 rated outputs of one criterion: reports, and inflation.csv. */
export async function measure(): Promise<Figure[]> {
  const id = await makeUpAudit(pool(), OUTPUTS)
  const of = `${OUTPUTS / 1000},000 outputs`
  const audit = {
    id,
    slug: `made-up-${OUTPUTS}`,
    name: 'Made up',
    kind: 'self-rating',
    status: 'open',
    synthetic: true,
  } as const
  const ask = (query = '') => report({ audit, question: parseQuestion(new URLSearchParams(query)) })
  // Each lower limit makes another selection (of all outputs), so that nothing is answered from what is kept.
  let asked = 0
  const anew = (query: string) => ask(`${query}&where=words:-${++asked}..`)
  const another = () => ask(`delta=0.${100 + ++asked}`)

  const cold = await medianOf(1, () => ask())
  await anew('')
  const csv = await inflationCsv(id)
  return [
    { what: `report, ${of}, first snapshot built`, value: cold, unit: 'ms' },
    {
      what: `report, ${of}, a new selection of all`,
      value: await medianOf(15, () => anew('')),
      unit: 'ms',
      target: 500,
    },
    { what: `report, ${of}, one model`, value: await medianOf(9, () => anew('model=model-1')), unit: 'ms' },
    { what: `report, ${of}, another delta`, value: await medianOf(9, another), unit: 'ms' },
    { what: `report, ${of}, asked again`, value: await medianOf(21, () => ask()), unit: 'ms', target: 10 },
    {
      what: 'inflation.csv, first byte',
      value: await medianOf(5, () => firstByte(id)),
      unit: 'ms',
      target: 100,
    },
    {
      what: `inflation.csv, ${of} (target: half the speed of COPY TO)`,
      value: (OUTPUTS / (await medianOf(5, () => readAll(id)))) * 1000,
      unit: 'rows/s',
      target: Math.round((0.5 * OUTPUTS * 1000) / (await copyTime(csv))),
    },
  ]
}

const open = async (id: number) =>
  (await exportOf(id, 'inflation.csv', { question: parseQuestion(new URLSearchParams()) })).stream

async function firstByte(id: number): Promise<void> {
  const reader = (await open(id)).getReader()
  await reader.read()
  await reader.cancel()
}

async function readAll(id: number): Promise<void> {
  for await (const _ of await open(id)) void _
}

async function inflationCsv(id: number): Promise<string> {
  return new Response(await open(id)).text()
}

/** How long Postgres takes to write the same rows from a table of its own. */
async function copyTime(csv: string): Promise<number> {
  const columns = csv.slice(0, csv.indexOf('\n')).split(',')
  const types = columns.map(
    (column, i) => `"${column}" ${i < TEXTS || column === 'tags' ? 'text' : 'float8'}`,
  )
  return transaction(async (client) => {
    await client.query(`CREATE TABLE same_rows (${types})`)
    await pipeline(
      Readable.from([csv]),
      client.query(copyFrom('COPY same_rows FROM STDIN (FORMAT csv, HEADER)')),
    )
    const time = await medianOf(5, async () => {
      for await (const _ of client.query(copyTo('COPY same_rows TO STDOUT (FORMAT csv, HEADER)'))) void _
    })
    await client.query('DROP TABLE same_rows')
    return time
  })
}
