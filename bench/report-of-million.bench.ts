/** What an analyst waits for with a million outputs in 250,000 prompts, what it takes, and what raters notice of it. */
import { readFileSync } from 'node:fs'
import { parseQuestion } from '@/lib/domain/selection'
import { report } from '@/lib/server/analysis/report'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { type Figure, medianOf } from './figure'
import { makeUpAudit } from './made-up-audit'
import { rate } from './raters'
import { serve } from './served'

const OUTPUTS = 1_000_000
/** Each output is rated once. */
const RATINGS = 1
const RATERS = { raters: 8, seconds: 60, pauseMs: () => 200 + Math.random() * 400 }

export async function measure(): Promise<Figure[]> {
  const id = await makeUpAudit(pool(), OUTPUTS, RATINGS)
  const { publicId } = await makeAudit(pool(), { outputs: 10_000, perOutput: 100 })
  await pool().query('VACUUM ANALYZE')
  const audit = {
    id,
    slug: `made-up-${OUTPUTS}`,
    name: 'Made up',
    kind: 'self-rating',
    status: 'open',
    synthetic: true,
  } as const
  // Each lower limit makes another selection (of all outputs), so that nothing is answered from what is kept.
  let asked = 0
  const anew = () =>
    report({ audit, question: parseQuestion(new URLSearchParams(`where=words:-${++asked}..`)) })

  const cold = await medianOf(1, anew)
  const server = await serve()
  const rating = rate({ url: server.url, db: pool(), publicId }, RATERS)
  const warm = await medianOf(3, anew)
  const submits = (await rating).times.submit.sort((a, b) => a - b)
  await server.stop()
  return [
    { what: 'report, 1,000,000 outputs, first snapshot built', value: cold / 1_000, unit: 's' },
    { what: 'report, 1,000,000 outputs, a new selection of all', value: warm / 1_000, unit: 's', target: 5 },
    { what: 'memory of both analysis processes, most', value: mostMemory(), unit: 'MB', target: 1_000 },
    {
      what: `submit meanwhile, ${RATERS.raters} raters: p99 of ${submits.length}`,
      value: submits[Math.ceil(0.99 * submits.length) - 1] ?? Number.NaN,
      unit: 'ms',
      target: 100,
    },
  ]
}

/** Resident memory at its most of the processes that computed, added up. Linux tells it. */
function mostMemory(): number {
  const children = Object.values(globalThis.plumblineAnalysisProcesses ?? {}).flatMap(({ all }) => [...all])
  const kilobytes = children.map(({ pid }) =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  )
  return kilobytes.reduce((sum, own) => sum + own, 0) / 1_000
}
