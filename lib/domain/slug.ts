/** A name as part of an address: a–z, 0–9 and single hyphens, at most 60 characters; "audit" when nothing is left of it. */
export function slugify(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-/, '').slice(0, 60).replace(/-$/, '') || 'audit'
}
