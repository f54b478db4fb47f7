import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gwetAc } from './gwet-ac'
import { iccForms } from './icc'
import { type RatingRows, raterDesign } from './rater-design'
import { raterDrift, residualsAgainstOthers } from './rater-drift'
import { raterSeverity } from './rater-severity'
import { patternsOf } from './rating-patterns'
import { varianceComponents } from './variance-components'
import { weightedKappa } from './weighted-kappa'

const rating = fc.record({
  output: fc.integer({ min: 0, max: 7 }),
  rater: fc.integer({ min: 0, max: 3 }),
  value: fc.integer({ min: -10, max: 10 }),
  week: fc.integer({ min: 0, max: 9 }),
})
const ratings = fc.array(rating, { minLength: 1, maxLength: 40 })
type Rating = typeof rating extends fc.Arbitrary<infer R> ? R : never
const maps = fc.record({
  a: fc.double({ min: 0.1, max: 10, noNaN: true }),
  b: fc.integer({ min: -5, max: 5 }),
})

/** Outputs 0 and 4, 1 and 5 … are of one prompt. */
function rowsOf(
  all: readonly Rating[],
  of = (value: number) => value,
  name = (n: number) => `${n}`,
): RatingRows {
  return {
    outputs: all.map(({ output }) => name(output)),
    raters: all.map(({ rater }) => name(rater)),
    values: all.map(({ value }) => of(value)),
    prompts: all.map(({ output }) => output % 4),
  }
}

function close(found: number | null | undefined, expected: number | null | undefined, digits = 7) {
  if (expected == null || found == null) expect(found).toBe(expected)
  else expect(Math.abs(found - expected)).toBeLessThan(10 ** -digits * Math.max(1, Math.abs(expected)))
}

describe('raters', () => {
  it('severity follows the unit, not the level, of the scale; names and order do not matter', () => {
    fc.assert(
      fc.property(ratings, maps, fc.boolean(), (all, { a, b }, byPrompt) => {
        const rows = (own: RatingRows) =>
          byPrompt ? own : { outputs: own.outputs, raters: own.raters, values: own.values }
        const plain = raterSeverity(rows(rowsOf(all)))
        const mapped = raterSeverity(rows(rowsOf(all, (value) => a * value + b)))
        const renamed = raterSeverity(
          rows(
            rowsOf(
              [...all].reverse(),
              (value) => value,
              (n) => `${9 - n}`,
            ),
          ),
        )
        for (const one of plain.raters) {
          const [own, other] = [
            mapped.raters.find(({ rater }) => rater === one.rater)!,
            renamed.raters.find(({ rater }) => rater === `${9 - Number(one.rater)}`)!,
          ]
          close(own.severity, one.severity === null ? null : a * one.severity)
          close(own.se, one.se === null ? null : a * one.se, 5)
          close(other.severity, one.severity)
          close(other.se, one.se, 5)
          close(other.ci?.[1], one.ci?.[1], 4)
        }
      }),
    )
  })

  it('severities of a connected design add up to 0', () => {
    fc.assert(
      fc.property(ratings, (all) => {
        const { raters, components } = raterSeverity(rowsOf(all))
        fc.pre(components === 1 && raters.every(({ severity }) => severity !== null))
        close(
          raters.reduce((sum, { severity }) => sum + severity!, 0),
          0,
        )
      }),
    )
  })

  it('variance components follow the squared unit, and ICC(2,1) nothing', () => {
    fc.assert(
      fc.property(ratings, maps, (all, { a, b }) => {
        const plain = varianceComponents(rowsOf(all))
        const mapped = varianceComponents(rowsOf([...all].reverse(), (value) => a * value + b))
        for (const part of ['output', 'rater', 'residual'] as const)
          close(mapped[part], plain[part] === null ? null : a * a * plain[part], 5)
        close(mapped.icc2, plain.icc2, 5)
        if (plain.icc2 !== null) expect(plain.icc2).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })

  it('residuals against others are those of the mean of the others, whatever is shifted', () => {
    fc.assert(
      fc.property(ratings, fc.integer({ min: -5, max: 5 }), (all, shift) => {
        const sorted = [...all].sort((a, b) => a.output - b.output)
        const residuals = (by: number) => {
          const design = raterDesign(rowsOf(sorted, (value) => value + by))
          return residualsAgainstOthers(
            design,
            design.raterNames.map((rater) => Number(rater) - 1),
          )
        }
        const [plain, moved] = [residuals(0), residuals(shift)]
        sorted.forEach((own, k) => {
          const others = sorted.filter(({ output, rater }) => output === own.output && rater !== own.rater)
          if (others.length === 0) {
            expect([plain[k], moved[k]]).toEqual([Number.NaN, Number.NaN])
            return
          }
          const mean = others.reduce((sum, o) => sum + o.value - (o.rater - 1), 0) / others.length
          close(plain[k], own.value - (own.rater - 1) - mean)
          close(moved[k], plain[k])
        })
      }),
    )
  })

  it('drift does not depend on when weeks are counted from, nor on the order of ratings', () => {
    fc.assert(
      fc.property(ratings, (all) => {
        const drifts = (own: readonly Rating[], from: number) =>
          raterDrift(
            own.map(({ rater }) => rater),
            own.map(({ week }) => week + from),
            own.map(({ value }) => value),
          )
        const plain = drifts(all, 0)
        const other = drifts([...all].reverse(), 52)
        for (const one of plain) {
          const same = other.find(({ rater }) => rater === one.rater)!
          close(same.slope, one.slope)
          close(same.se, one.se, 5)
        }
      }),
    )
  })
})

describe('coefficients of agreement', () => {
  const table = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.nat(4)),
    {
      minLength: 2,
      maxLength: 20,
    },
  )

  it('the six ICC do not depend on shift and unit, nor on the order of outputs and raters', () => {
    fc.assert(
      fc.property(table, maps, (all, { a, b }) => {
        const plain = iccForms(all)
        const mapped = iccForms([...all].reverse().map(([x, y, z]) => [a * z + b, a * x + b, a * y + b]))
        for (const form of ['icc1', 'icc1k', 'icc2', 'icc2k', 'icc3', 'icc3k'] as const) {
          close(mapped[form].estimate, plain[form].estimate, 6)
          if (plain[form].estimate !== null) expect(plain[form].estimate).toBeLessThanOrEqual(1 + 1e-9)
        }
      }),
    )
  })

  it('ICC is 1 where raters agree exactly on outputs that differ', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 12 }), (values) => {
        fc.pre(new Set(values).size > 1)
        const forms = iccForms(values.map((value) => [value, value, value]))
        for (const form of ['icc1', 'icc2', 'icc3k'] as const) expect(forms[form].estimate).toBeCloseTo(1, 9)
      }),
    )
  })

  it('κ is symmetric in the raters and in the direction of the scale', () => {
    fc.assert(
      fc.property(table, (all) => {
        const kappaOf = (cell: (x: number, y: number) => [number, number]) => {
          const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0])
          for (const [x, y] of all) {
            const [row, column] = cell(x, y)
            counts[row]![column]! += 1
          }
          return weightedKappa(counts, 'quadratic')
        }
        const plain = kappaOf((x, y) => [x, y])
        for (const other of [kappaOf((x, y) => [y, x]), kappaOf((x, y) => [4 - x, 4 - y])]) {
          close(other.estimate, plain.estimate)
          close(other.se, plain.se)
        }
      }),
    )
  })

  it('AC2 does not depend on the order of outputs and raters, nor on the direction or unit of the scale', () => {
    fc.assert(
      fc.property(table, (all) => {
        const acOf = (units: number[][], values: number[]) =>
          gwetAc(patternsOf(units, values), 'quadratic', { draws: 2 }).estimate
        const plain = acOf(all, [0, 1, 2, 3, 4])
        close(
          acOf(
            [...all].reverse().map((unit) => [...unit].reverse()),
            [0, 1, 2, 3, 4],
          ),
          plain,
        )
        close(
          acOf(
            all.map((unit) => unit.map((value) => 30 - 5 * value)),
            [10, 15, 20, 25, 30],
          ),
          plain,
        )
      }),
    )
  })
})
