import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredWeightedMean } from './clustered-weighted-mean'
import type { Estimate } from './estimate'
import { calibrationError } from './gate/calibration-error'
import { clusteredAuc } from './gate/clustered-auc'
import { clusteredProportion } from './proportion'
import { wildClusterBootstrapMean } from './regression/wild-bootstrap'
import { bangBlindingIndex } from './reliability/blinding-index'
import { groupBy } from './test-support'
import { twoWayClusteredMean } from './two-way-mean'

const rows = fc.array(
  fc.record({
    prompt: fc.integer({ min: 0, max: 5 }),
    rater: fc.integer({ min: 0, max: 3 }),
    level: fc.integer({ min: 0, max: 4 }),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
    weight: fc.double({ min: 0.5, max: 4, noNaN: true }),
  }),
  { minLength: 1, maxLength: 40 },
)
type Row = typeof rows extends fc.Arbitrary<(infer R)[]> ? R : never

/** a·value + b, a above 0. */
const maps = fc.record({
  a: fc.double({ min: 0.1, max: 10, noNaN: true }),
  b: fc.integer({ min: -5, max: 5 }),
})

function close(found: number | null | undefined, expected: number | null | undefined, digits = 8) {
  if (expected == null || found == null) expect(found).toBe(expected)
  else expect(Math.abs(found - expected)).toBeLessThan(10 ** -digits * Math.max(1, Math.abs(expected)))
}

/** The answer for a·value + b from that for value. */
function expectMapped(found: Estimate, from: Estimate, { a, b }: { a: number; b: number }) {
  close(found.estimate, from.estimate === null ? null : a * from.estimate + b)
  // A spread at the edge of rounding may count as none in one unit and not in the other.
  if (from.se !== null && from.se > 1e-9) {
    close(found.se, a * from.se, 6)
    close(found.ci![0], a * from.ci![0] + b, 6)
    close(found.ci![1], a * from.ci![1] + b, 6)
  }
  close(found.df, from.df)
}

describe('means follow a shift and a change of unit, and forget the order and names of rows', () => {
  const weighted = (all: Row[], of: (row: Row) => number) => {
    const groups = groupBy(all, (row) => row.prompt).map(([, own]) => own)
    const per = (f: (row: Row) => number) => groups.map((own) => own.reduce((sum, row) => sum + f(row), 0))
    return clusteredWeightedMean(
      per(() => 1),
      per((row) => row.weight),
      per((row) => row.weight * of(row)),
    )
  }
  const twoWay = (all: Row[], of: (row: Row) => number, name: (n: number) => number | string = (n) => n) =>
    twoWayClusteredMean({
      prompts: all.map((row) => name(row.prompt)),
      raters: all.map((row) => name(row.rater)),
      weights: all.map((row) => row.weight),
      weightedSums: all.map((row) => row.weight * of(row)),
    })

  it('clusteredWeightedMean', () => {
    fc.assert(
      fc.property(rows, maps, (all, map) => {
        const plain = weighted(all, (row) => row.value)
        expectMapped(
          weighted(all, (row) => map.a * row.value + map.b),
          plain,
          map,
        )
        expectMapped(
          weighted([...all].reverse(), (row) => row.value),
          plain,
          { a: 1, b: 0 },
        )
      }),
    )
  })

  it('twoWayClusteredMean', () => {
    fc.assert(
      fc.property(rows, maps, (all, map) => {
        const plain = twoWay(all, (row) => row.value)
        const mapped = twoWay(all, (row) => map.a * row.value + map.b)
        // Where V is about 0, rounding decides whether the larger one-way variance stands in for it.
        fc.pre(mapped.flags.join() === plain.flags.join())
        expectMapped(mapped, plain, map)
        const other = twoWay(
          [...all].reverse(),
          (row) => row.value,
          (n) => `no. ${7 - n}`,
        )
        fc.pre(other.flags.join() === plain.flags.join())
        expectMapped(other, plain, { a: 1, b: 0 })
      }),
    )
  })

  it('the wild bootstrap’s p does not depend on the unit or the sign', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 }), {
          minLength: 2,
          maxLength: 7,
        }),
        (prompts) => {
          const pOf = (times: number) =>
            wildClusterBootstrapMean(
              prompts.map((own) => own.length),
              prompts.map((own) => own.reduce((sum, y) => sum + times * y, 0)),
              prompts.map((own) => own.reduce((sum, y) => sum + (times * y) ** 2, 0)),
            ).p
          expect(pOf(4)).toBe(pOf(1))
          expect(pOf(-1)).toBe(pOf(1))
        },
      ),
    )
  })
})

describe('clusteredProportion', () => {
  it('mirrors when the other rows are counted, at any effective n', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const groups = groupBy(all, (row) => row.prompt).map(([, own]) => own)
        const counts = groups.map((own) => own.length)
        const holds = groups.map((own) => own.filter((row) => row.value > 0).length)
        const [one, other] = [holds, holds.map((held, g) => counts[g]! - held)].map((held) =>
          clusteredProportion(counts, held),
        )
        close(other!.ci![0], 1 - one!.ci![1])
        close(other!.exact![1], 1 - one!.exact![0])
        expect(one!.nEffective).toBeLessThanOrEqual(all.length)
        expect(one!.ci![0]).toBeLessThanOrEqual(one!.estimate! + 1e-12)
      }),
    )
  })
})

describe('clusteredAuc', () => {
  const aucOf = (
    all: Row[],
    accepts: (row: Row) => boolean,
    levelOf = (level: number) => level,
    levels = 5,
  ) =>
    clusteredAuc(
      {
        prompts: all.map((row) => row.prompt),
        level: all.map((row) => levelOf(row.level)),
        accepted: all.map((row) => Number(accepts(row))),
        rejected: all.map((row) => Number(!accepts(row))),
      },
      levels,
    )
  const accepts = (row: Row) => row.value > 0

  it('mirrors when classes swap or the signal turns round, and knows only the order of levels and rows', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const plain = aucOf(all, accepts)
        const mirrored = [aucOf(all, (row) => !accepts(row)), aucOf(all, accepts, (level) => 4 - level)]
        for (const { estimate, se, ci } of mirrored) {
          close(estimate, plain.estimate === null ? null : 1 - plain.estimate)
          close(se, plain.se)
          close(ci?.[0] ?? null, plain.ci && 1 - plain.ci[1])
        }
        const same = [aucOf([...all].reverse(), accepts), aucOf(all, accepts, (level) => 2 * level + 1, 10)]
        for (const { estimate, ci } of same) {
          close(estimate, plain.estimate)
          close(ci?.[1], plain.ci?.[1])
        }
      }),
    )
  })
})

describe('calibrationError', () => {
  it('does not move when said and found shift together, and turns the sign of the signed gap when they swap', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -3, max: 3 }), (all, shift) => {
        const own = [...all].sort((a, b) => a.prompt - b.prompt)
        const of = (said: (row: Row) => number, found: (row: Row) => number) =>
          calibrationError({
            clusters: own.map((row) => row.prompt),
            said: own.map(said),
            found: own.map(found),
            group: own.map((row) => row.level),
            groups: 5,
          })
        const [said, found] = [(row: Row) => row.level / 4, (row: Row) => row.value]
        const plain = of(said, found)
        const moved = of(
          (row) => said(row) + shift,
          (row) => found(row) + shift,
        )
        const swapped = of(found, said)
        for (const other of [moved, swapped]) {
          close(other.ece, plain.ece)
          close(other.squareDebiased, plain.squareDebiased)
          close(other.errorCi?.[1], plain.errorCi?.[1], 6)
        }
        close(swapped.signed, plain.signed === null ? null : -plain.signed)
      }),
    )
  })
})

describe('bangBlindingIndex', () => {
  const count = fc.integer({ min: 0, max: 60 })

  it('mirrors when right and wrong swap, holds its estimate, and narrows with more of the same', () => {
    fc.assert(
      fc.property(count, count, count, (right, wrong, unsure) => {
        fc.pre(right + wrong + unsure > 0)
        const { estimate, ci } = bangBlindingIndex(right, wrong, unsure)
        const swapped = bangBlindingIndex(wrong, right, unsure)
        close(swapped.ci![0], -ci![1])
        expect(ci![0]).toBeLessThanOrEqual(estimate! + 1e-12)
        expect(ci![1]).toBeGreaterThanOrEqual(estimate! - 1e-12)
        expect(ci![0]).toBeGreaterThanOrEqual(-1)
        expect(ci![1]).toBeLessThanOrEqual(1)
        const more = bangBlindingIndex(4 * right, 4 * wrong, 4 * unsure).ci!
        expect(more[1] - more[0]).toBeLessThan(ci![1] - ci![0])
      }),
    )
  })

  it('has limits where the score test stands at its bound', () => {
    const [right, wrong, unsure] = [30, 12, 18]
    const n = right + wrong + unsure
    for (const limit of bangBlindingIndex(right, wrong, unsure).ci!) {
      // The likeliest share of wrong guesses given right − wrong = limit, found by a fine search.
      let [best, most] = [0, Number.NEGATIVE_INFINITY]
      for (let q = 1e-5; q + limit + q < 1; q += 1e-5) {
        if (q + limit <= 0) continue
        const likelihood =
          right * Math.log(q + limit) + wrong * Math.log(q) + unsure * Math.log(1 - 2 * q - limit)
        if (likelihood > most) [best, most] = [q, likelihood]
      }
      const z = (right - wrong - n * limit) / Math.sqrt(n * (2 * best + limit - limit * limit))
      expect(Math.abs(z)).toBeCloseTo(1.959964, 3)
    }
  })
})
