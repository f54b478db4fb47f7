import type { Outgoing, Work } from './state'

/** What a browser keeps of one person's rating in one audit: one's own work by the ids of the items, and no text. */
export type Kept = {
  outbox: Outgoing[]
  /** Unfinished work, and the seconds of active work that it has had. */
  drafts: Record<string, { work: Work | null; seconds: number }>
  /** Seconds of active work on each of the latest outputs, for the pace. */
  pace: number[]
}

const PREFIX = 'plumbline rating '
const EMPTY: Kept = { outbox: [], drafts: {}, pace: [] }
/** The most drafts that are kept: those of items that were given away meanwhile go at some time. */
const MOST_DRAFTS = 20

/** Keeps work through a reload, a crash and a lost connection. localStorage writes at once, before the tab can go. */
export function keepOnDevice(auditId: string, rater: string, kept: Kept): void {
  const drafts = Object.fromEntries(Object.entries(kept.drafts).slice(-MOST_DRAFTS))
  const outbox = kept.outbox.map((one) => ({ ...one, place: null }))
  try {
    localStorage.setItem(`${PREFIX}${auditId} ${rater}`, JSON.stringify({ outbox, drafts, pace: kept.pace }))
  } catch {
    // A browser that keeps nothing still sends: only a reload in between would lose what is unsent.
  }
}

/** What the browser kept. Whatever does not look like it is left out. */
export function recallFromDevice(auditId: string, rater: string): Kept {
  try {
    return keptFrom(localStorage.getItem(`${PREFIX}${auditId} ${rater}`))
  } catch {
    return EMPTY
  }
}

/** How many submissions, changes and skips of anybody wait on this device to be sent. */
export function countUnsent(): number {
  try {
    return ownKeys().reduce((sum, key) => sum + keptFrom(localStorage.getItem(key)).outbox.length, 0)
  } catch {
    return 0
  }
}

/** Forgets all of it: whoever signs out leaves nothing behind. */
export function clearDevice(): void {
  try {
    for (const key of ownKeys()) localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

function ownKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
}

function keptFrom(text: string | null): Kept {
  const value: unknown = JSON.parse(text ?? 'null')
  if (!isObject(value)) return EMPTY
  const { outbox, drafts, pace } = value
  return {
    outbox: Array.isArray(outbox) ? outbox.filter(isOutgoing) : [],
    drafts: isObject(drafts)
      ? (Object.fromEntries(Object.entries(drafts).filter(([, draft]) => isDraft(draft))) as Kept['drafts'])
      : {},
    pace: Array.isArray(pace) ? pace.filter((seconds) => Number.isFinite(seconds)) : [],
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object'
}

function isDraft(value: unknown): boolean {
  if (!isObject(value) || !Number.isFinite(value.seconds)) return false
  const { work } = value
  return work === null || (isObject(work) && isObject(work.scores) && typeof work.comment === 'string')
}

function isOutgoing(value: unknown): value is Outgoing {
  if (!isObject(value) || typeof value.itemId !== 'string') return false
  if (value.kind === 'skip') return typeof value.reason === 'string'
  if (value.kind === 'undo') return typeof value.key === 'string'
  return (
    (value.kind === 'submit' || value.kind === 'amend') &&
    typeof value.key === 'string' &&
    isObject(value.body)
  )
}
