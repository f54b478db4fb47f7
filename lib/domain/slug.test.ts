import fc from 'fast-check'
import { expect, it } from 'vitest'
import { slugSchema } from './audit'
import { slugify } from './slug'

it.each([
  ['Self-rating of summaries', 'self-rating-of-summaries'],
  ['  Größe & Ärger, naïvely  ', 'gro-e-arger-naively'],
  ['評価', 'audit'],
  ['', 'audit'],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%j → %j', (name, slug) => {
  expect(slugify(name)).toBe(slug)
})

it('makes a good slug of anything', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      (name) => slugSchema.safeParse(slugify(name)).success,
    ),
  )
})
