/**
 * What raters wait for, over HTTP against the production server: fifty who pause for two to four seconds between
 * outputs, then eight who do not, among a hundred outputs and among a million.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BlindItem } from '@/lib/domain/blind'
import { createToken } from '@/lib/server/auth/tokens'
import { pool } from '@/lib/server/db/pool'
import { makeAudit, makeUser, SCORES } from '@/lib/server/rating/testing'
import type { Figure } from './figure'
import { serve } from './served'

const PACED = { raters: 50, seconds: 30, pause: () => 2_000 + Math.random() * 2_000 }
const HASTY = { raters: 8, seconds: 10, pause: () => 0 }
/** What a rater may wait for an answer, in milliseconds, at the 99th percentile. */
const TARGET = 100

export async function measure(): Promise<Figure[]> {
  const server = await serve()
  const figures: Figure[] = []
  for (const outputs of [100, 1_000_000]) {
    const { publicId } = await makeAudit(pool(), { outputs, perOutput: 100 })
    await pool().query('VACUUM ANALYZE outputs, output_versions, output_texts, prompts')
    await Promise.all(Array.from({ length: 8 }, () => fetch(`${server.url}/healthz`)))
    const paced = await rate(server.url, publicId, PACED)
    const hasty = await rate(server.url, publicId, HASTY)
    const among = `among ${outputs.toLocaleString('en')} outputs`
    for (const call of ['next', 'submit'] as const) {
      const times = paced[call].toSorted((a, b) => a - b)
      const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.NaN
      figures.push({
        what: `${call} ${among}, ${PACED.raters} raters: median of ${times.length}`,
        value: at(0.5),
        unit: 'ms',
      })
      figures.push({
        what: `${call} ${among}, ${PACED.raters} raters: p99`,
        value: at(0.99),
        unit: 'ms',
        target: TARGET,
      })
    }
    figures.push({
      what: `next and submit ${among}, ${HASTY.raters} raters without pause`,
      value: hasty.submit.length / hasty.seconds,
      unit: 'rows/s',
    })
  }
  await server.stop()
  return figures
}

type Times = { next: number[]; submit: number[]; seconds: number }

/** Lets raters, each with a token of their own, claim and submit for so many seconds, or until nothing is left. */
async function rate(
  url: string,
  publicId: string,
  { raters, seconds, pause: pauseOf }: typeof PACED,
): Promise<Times> {
  const tokens = await Promise.all(Array.from({ length: raters }, makeRater))
  const times: Times = { next: [], submit: [], seconds: 0 }
  const started = performance.now()
  const end = started + seconds * 1_000
  const work = async (token: string) => {
    await pause(Math.random() * pauseOf())
    while (performance.now() < end) {
      const item = await call(times.next, `${url}/api/v1/rate/${publicId}/next`, token)
      if (!item) return
      await pause(pauseOf())
      const { item_id } = item as BlindItem
      await call(times.submit, `${url}/api/v1/rate/items/${item_id}/submit`, token, { scores: SCORES })
    }
  }
  await Promise.all(tokens.map(work))
  times.seconds = (performance.now() - started) / 1_000
  return times
}

async function call(times: number[], url: string, token: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
  const started = performance.now()
  const response = await fetch(url, { method: 'POST', headers, body: body ? JSON.stringify(body) : null })
  const answer = response.status === 204 ? null : await response.json()
  times.push(performance.now() - started)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}

async function makeRater(): Promise<string> {
  const userId = await makeUser(pool())
  return createToken({ userId, madeById: userId })
}
