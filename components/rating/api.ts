import type { BlindItem, Draft, OwnRatings, Submission, SubmitAnswer } from '@/lib/domain/blind'
import type { Completion } from '@/lib/domain/panel'

/**
 * Why a call failed. `unreached`: nobody knows whether it arrived, so it is to be sent again. `signed-out`: the same,
 * after signing in. `refused`: it arrived, and sending it again changes nothing.
 */
export type Failure =
  | { kind: 'unreached' }
  | { kind: 'signed-out' }
  | { kind: 'refused'; status: number; message: string }

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** After this many milliseconds a call that got no answer counts as unreached. */
const PATIENCE = 15_000

export type RatingApi = ReturnType<typeof ratingApi>

/** The calls of the rating screen of one audit, by its public id. */
export function ratingApi(auditId: string) {
  const base = `/rate/${auditId}`
  const itemPath = (itemId: string, what: string) => `${base}/items/${itemId}/${what}`
  return {
    next: () => call<{ items: BlindItem[]; over: string | null }>(`${base}/next`, { method: 'POST' }),
    draft: (itemId: string, draft: Draft) =>
      call<{ lease_expires_at: string | null }>(itemPath(itemId, 'draft'), {
        method: 'PUT',
        body: draft,
        // It is sent even while the page is being left.
        keepalive: true,
      }),
    submit: (itemId: string, key: string, body: Submission) =>
      call<SubmitAnswer>(itemPath(itemId, 'submit'), { method: 'POST', body, key }),
    amend: (itemId: string, key: string, body: Submission) =>
      call<SubmitAnswer>(itemPath(itemId, 'ratings'), { method: 'PUT', body, key }),
    skip: (itemId: string, reason: string) =>
      call<unknown>(itemPath(itemId, 'skip'), { method: 'POST', body: { reason } }),
    undo: (itemId: string, key: string) =>
      call<unknown>(itemPath(itemId, 'undo'), { method: 'POST', body: { key } }),
    earlier: (itemId: string) => call<BlindItem>(itemPath(itemId, 'ratings'), { method: 'GET' }),
    withdraw: () => call<unknown>(`${base}/withdraw`, { method: 'POST' }),
    completion: () => call<Completion>(`${base}/completion`, { method: 'POST' }),
    mine: (before: string | null) =>
      call<OwnRatings>(`${base}/mine${before ? `?before=${encodeURIComponent(before)}` : ''}`, {
        method: 'GET',
      }),
  }
}

type Call = { method: string; body?: unknown; key?: string; keepalive?: boolean }

async function call<T>(path: string, { method, body, key, keepalive }: Call): Promise<Result<T>> {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (key !== undefined) headers['idempotency-key'] = key
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      // Browsers keep at most 64 KiB alive.
      keepalive: keepalive && JSON.stringify(body).length < 60_000,
      signal: AbortSignal.timeout(PATIENCE),
      cache: 'no-store',
    })
    if (response.ok) return { ok: true, value: (await response.json()) as T }
  } catch {
    return { ok: false, failure: { kind: 'unreached' } }
  }
  return { ok: false, failure: await failureOf(response) }
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response
  if (status === 401) return { kind: 'signed-out' }
  if (status >= 500 || status === 429 || status === 408) return { kind: 'unreached' }
  const body: unknown = await response.json().catch(() => null)
  const detail = body !== null && typeof body === 'object' && 'detail' in body ? body.detail : null
  return { kind: 'refused', status, message: typeof detail === 'string' ? detail : 'The server refused it.' }
}
