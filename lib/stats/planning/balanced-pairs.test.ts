import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random'
import { balancedPairs } from './balanced-pairs'

const groups = fc.array(fc.array(fc.nat(4), { maxLength: 7 }), { maxLength: 20 })

describe('balanced pairs', () => {
  it('are of two kinds, each once, as many as are asked for or there are', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 30 }), fc.integer(), (all, perGroup, seed) => {
        const drawn = balancedPairs(all, perGroup, seededRandom(seed))
        expect(drawn).toHaveLength(all.length)
        for (const [g, pairs] of drawn.entries()) {
          const kinds = all[g]!
          const there = kinds.flatMap((kind, i) =>
            kinds.slice(i + 1).filter((other) => other !== kind),
          ).length
          expect(pairs).toHaveLength(Math.min(perGroup, there))
          expect(new Set(pairs.map(String)).size).toBe(pairs.length)
          for (const [i, j] of pairs) {
            expect(i).toBeLessThan(j)
            expect(kinds[i]).not.toBe(kinds[j])
          }
        }
      }),
    )
  })

  it('hold every two kinds equally often, within one, where all groups have all kinds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        (kinds, n, seed) => {
          const group = Array.from({ length: kinds }, (_, kind) => kind)
          const drawn = balancedPairs(
            Array.from({ length: n }, () => group),
            1,
            seededRandom(seed),
          )
          const counts = new Map<string, number>()
          for (const [pair] of drawn) counts.set(String(pair), (counts.get(String(pair)) ?? 0) + 1)
          const all = (kinds * (kinds - 1)) / 2
          const least = counts.size < all ? 0 : Math.min(...counts.values())
          expect(Math.max(...counts.values()) - least).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('choose among the outputs of a model at random', () => {
    const drawn = balancedPairs(
      Array.from({ length: 300 }, () => [0, 0, 0, 1]),
      1,
      seededRandom(7),
    )
    for (const i of [0, 1, 2]) expect(drawn.filter(([pair]) => pair![0] === i).length).toBeGreaterThan(70)
  })
})
