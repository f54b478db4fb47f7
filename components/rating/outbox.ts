import type { Outgoing } from './state'

const name = (auditId: string) => `plumbline outbox ${auditId}`

/** Keeps unsent work through a reload of the tab, under the keys that it was first sent with; without the texts. */
export function rememberOutbox(auditId: string, outbox: readonly Outgoing[]): void {
  try {
    if (outbox.length === 0) sessionStorage.removeItem(name(auditId))
    else sessionStorage.setItem(name(auditId), JSON.stringify(outbox.map((one) => ({ ...one, place: null }))))
  } catch {
    // A browser that keeps nothing still sends: only a reload in between would lose what is unsent.
  }
}

/** The unsent work that the tab kept. Whatever does not look like it is left alone. */
export function recallOutbox(auditId: string): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name(auditId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isOutgoing) : []
  } catch {
    return []
  }
}

function isOutgoing(value: unknown): value is Outgoing {
  if (value === null || typeof value !== 'object' || !('itemId' in value) || !('kind' in value)) return false
  return value.kind === 'skip' ? 'reason' in value : 'key' in value && 'body' in value
}
