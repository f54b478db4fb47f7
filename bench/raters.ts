/** Raters over HTTP, each with a token of their own, who claim, draft and submit, and send again what got no answer. */
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { BlindItem } from '@/lib/domain/blind'
import { type MadeAudit, makeUser, SCORES } from '@/lib/server/rating/testing'

type Call = 'next' | 'draft' | 'submit'

/** What raters lived through: milliseconds of each answered call, and what was acknowledged to them. */
export type Lived = {
  times: Record<Call, number[]>
  /** Item ids. */
  acknowledged: string[]
  /** Calls that got no answer, or that the server could not serve, and were made again. */
  again: number
  seconds: number
}

/** Lets so many raters work for so many seconds, or until nothing is left. Throws for any answer that refuses. */
export async function rate(
  { url, db, publicId }: { url: string; db: pg.Pool; publicId: string },
  { raters, seconds, pauseMs }: { raters: number; seconds: number; pauseMs: () => number },
): Promise<Lived> {
  const tokens: string[] = []
  for (let i = 0; i < raters; i++) tokens.push(await makeToken(db))
  const lived: Lived = { times: { next: [], draft: [], submit: [] }, acknowledged: [], again: 0, seconds: 0 }
  const started = performance.now()
  const end = started + seconds * 1_000

  const work = async (token: string) => {
    const call = (what: Call, path: string, body?: unknown) =>
      insist(lived, what, `${url}${path}`, token, body)
    await pause(Math.random() * pauseMs())
    while (performance.now() < end) {
      const item = (await call('next', `/api/v1/rate/${publicId}/next`)) as BlindItem | null
      if (!item) return
      const rest = pauseMs()
      await pause(rest / 2)
      await call('draft', `/api/v1/rate/items/${item.item_id}/draft`, { scores: { quality: 4 } })
      await pause(rest / 2)
      await call('submit', `/api/v1/rate/items/${item.item_id}/submit`, {
        scores: SCORES,
        seconds: rest / 1_000,
      })
      lived.acknowledged.push(item.item_id)
    }
  }
  await Promise.all(tokens.map(work))
  lived.seconds = (performance.now() - started) / 1_000
  return lived
}

/** Calls until there is an answer, under the same key each time. */
async function insist(
  lived: Lived,
  what: Call,
  url: string,
  token: string,
  body?: unknown,
): Promise<unknown> {
  const init = {
    method: what === 'draft' ? 'PUT' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    body: body ? JSON.stringify(body) : null,
  }
  for (;;) {
    const started = performance.now()
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) }).catch(() => null)
    const text = response && (await response.text().catch(() => null))
    if (response?.ok && text !== null) {
      lived.times[what].push(performance.now() - started)
      return text === '' ? null : JSON.parse(text)
    }
    if (response && text !== null && response.status < 500)
      throw new Error(`${url} answered ${response.status}: ${text}`)
    lived.again += 1
    await pause(300 + Math.random() * 400)
  }
}

/** Throws unless all that was acknowledged is stored, once, and every output has at most the ratings it asks for. */
export async function checkRecord(db: pg.Pool, audit: MadeAudit, acknowledged: string[]): Promise<void> {
  const { rows } = await db.query<{ stored: string[]; crowded: number; uneven: number }>(
    `SELECT
       (SELECT coalesce(array_agg(id::text), '{}') FROM assignments WHERE audit_id = $1 AND status = 'submitted') AS stored,
       (SELECT count(*)::int FROM (SELECT FROM assignments s JOIN audits a ON a.id = s.audit_id
          WHERE s.audit_id = $1 AND s.purpose = 'main' AND s.status IN ('leased', 'submitted')
          GROUP BY s.output_id, a.ratings_per_output HAVING count(*) > a.ratings_per_output) over) AS crowded,
       (SELECT count(*)::int FROM (SELECT FROM assignments s
          LEFT JOIN human_ratings h ON h.assignment_id = s.id AND h.ended_at IS NULL
          WHERE s.audit_id = $1 AND s.status = 'submitted' GROUP BY s.id HAVING count(h.id) <> 2) odd) AS uneven`,
    [audit.id],
  )
  const { stored, crowded, uneven } = rows[0]!
  const missing = acknowledged.filter((id) => !new Set(stored).has(id)).length
  if (missing > 0 || stored.length !== acknowledged.length || crowded > 0 || uneven > 0)
    throw new Error(
      `${acknowledged.length} acknowledged, ${stored.length} stored, ${missing} missing; ${crowded} outputs with too many; ${uneven} items without their two ratings`,
    )
}

async function makeToken(db: pg.Pool): Promise<string> {
  const secret = `plb_${randomBytes(32).toString('base64url')}`
  await db.query('INSERT INTO tokens (user_id, made_by, hash) VALUES ($1, $1, sha256($2))', [
    await makeUser(db),
    Buffer.from(secret),
  ])
  return secret
}
