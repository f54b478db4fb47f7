/**
 * Two hundred raters who pause for two to four seconds, on the embedded database: in peace, while the server is killed
 * and started again, while the database is, and then a few without pause. A run in which anything acknowledged is
 * missing, stored twice or beyond an output's number of ratings throws.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { makeAudit } from '@/lib/server/rating/testing'
import { type KillableServer, killableServer } from '../scripts/test/killable-server'
import type { Figure } from './figure'
import { checkRecord, type Lived, rate } from './raters'

const RATERS = 200
const pacedMs = () => 2_000 + Math.random() * 2_000
const PACED = { raters: RATERS, seconds: 60, pauseMs: pacedMs }
const KILLED = { raters: RATERS, seconds: 30, pauseMs: pacedMs }
const HASTY = { raters: 8, seconds: 10, pauseMs: () => 0 }
/** What a rater may wait for an answer, in milliseconds, at the 99th percentile. */
const TARGET = 100

export async function measure(): Promise<Figure[]> {
  const server = await killableServer()
  try {
    await server.db.query('SELECT 1')
    const calm = await run(server, PACED)
    if (calm.again > 0) throw new Error(`${calm.again} calls failed although nothing was killed`)
    const restarted = await run(server, KILLED, async () => {
      await server.killServer()
      await server.startServer()
    })
    const recovered = await run(server, KILLED, server.killDatabase)
    const hasty = await run(server, HASTY)
    return [
      ...(['next', 'draft', 'submit'] as const).flatMap((call) => quantiles(call, calm.times[call])),
      count(`in peace, ${RATERS} raters: acknowledged, and all stored once`, calm),
      count('server killed and started again: acknowledged, and all stored once', restarted),
      { what: 'the same: calls made again', value: restarted.again, unit: 'rows' },
      count('database killed and started again: acknowledged, and all stored once', recovered),
      { what: 'the same: calls made again', value: recovered.again, unit: 'rows' },
      {
        what: `${HASTY.raters} raters without pause: claimed, drafted and submitted`,
        value: hasty.acknowledged.length / hasty.seconds,
        unit: 'rows/s',
      },
    ]
  } finally {
    await server.end()
  }
}

/** One audit, rated; `kill` strikes in the middle. */
async function run(server: KillableServer, plan: typeof PACED, kill?: () => Promise<void>): Promise<Lived> {
  const audit = await makeAudit(server.db, { outputs: 5_000, perOutput: 3 })
  await server.db.query('ANALYZE outputs, output_versions, output_texts, prompts')
  const strike = async () => {
    if (!kill) return
    await pause((plan.seconds * 1_000) / 2)
    await kill()
  }
  const [lived] = await Promise.all([rate({ ...server, publicId: audit.publicId }, plan), strike()])
  await checkRecord(server.db, audit, lived.acknowledged)
  return lived
}

function quantiles(call: string, unsorted: number[]): Figure[] {
  const times = unsorted.toSorted((a, b) => a - b)
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.NaN
  return [
    { what: `${call}, ${RATERS} raters: median of ${times.length}`, value: at(0.5), unit: 'ms' },
    { what: `${call}, ${RATERS} raters: p95`, value: at(0.95), unit: 'ms' },
    { what: `${call}, ${RATERS} raters: p99`, value: at(0.99), unit: 'ms', target: TARGET },
  ]
}

function count(what: string, { acknowledged }: Lived): Figure {
  return { what, value: acknowledged.length, unit: 'rows' }
}
