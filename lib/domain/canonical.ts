/** JSON with the keys of every object in bytewise order, so that equal values have equal text. Fields that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    const entries = Object.entries(inner)
    // A null prototype, since a key may be called __proto__.
    const sorted: Record<string, unknown> = Object.create(null)
    for (const [key, child] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) sorted[key] = child
    return sorted
  })
}
