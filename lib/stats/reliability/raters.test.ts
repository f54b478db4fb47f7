import { describe, expect, it } from 'vitest'
import disattenuation from '../fixtures/disattenuation-spearman-brown.json'
import shroutFleiss from '../fixtures/icc-shrout-fleiss-1979.json'
import repeats from '../fixtures/intra-rater-repeat-consistency.json'
import drift from '../fixtures/rater-drift-slope.json'
import severity from '../fixtures/rater-severity-two-way-additive.json'
import type { RatingRows } from './rater-design'
import { raterDrift } from './rater-drift'
import { raterSeverity } from './rater-severity'
import { repeatConsistency } from './repeat-consistency'
import { disattenuate, ratersNeeded, spearmanBrown } from './spearman-brown'
import { varianceComponents } from './variance-components'

function rowsOf(cells: readonly (readonly [string | number, string | number, number])[]): RatingRows {
  return {
    outputs: cells.map(([output]) => output),
    raters: cells.map(([, rater]) => rater),
    values: cells.map(([, , value]) => value),
  }
}

const CELLS = severity.input.rows.map(({ item, rater, y }) => [item, rater, y] as const)
const byRater = (model: ReturnType<typeof raterSeverity>) =>
  [...model.raters].sort((a, b) => Number(a.rater) - Number(b.rater))

describe('raterSeverity against R lm(y ~ item + rater)', () => {
  const model = raterSeverity(rowsOf(CELLS))
  const expected = severity.expected

  it('severities and their errors', () => {
    byRater(model).forEach((one, r) => {
      expect(one.severity).toBeCloseTo(expected.severity.estimate[r]!, 8)
      expect(one.se).toBeCloseTo(expected.severity.se[r]!, 8)
    })
  })

  it('adjusted scores of outputs', () => {
    const grand = model.adjusted.reduce((total, { value }) => total + value, 0) / model.adjusted.length
    expect(grand).toBeCloseTo(expected.grand_mean, 8)
    const sorted = [...model.adjusted].sort((a, b) => Number(a.output) - Number(b.output))
    sorted.forEach(({ value }, i) => {
      expect(value - grand).toBeCloseTo(expected.item_effects[i]!, 8)
    })
  })

  it('test of equal severity', () => {
    expect(model.f).toBeCloseTo(expected.F_rater.F, 8)
    expect(model).toMatchObject({ df1: expected.F_rater.df1, df2: expected.F_rater.df2, components: 1 })
    expect(model.p).toBeCloseTo(expected.F_rater.p, 8)
    expect(model.residualMeanSquare).toBeCloseTo(expected.residual_ms, 8)
  })

  it('does not depend on the order of rows or on names', () => {
    const other = raterSeverity(
      rowsOf([...CELLS].reverse().map(([output, rater, y]) => [`o${output}`, `r${rater}`, y])),
    )
    for (const one of model.raters) {
      const same = other.raters.find(({ rater }) => rater === `r${one.rater}`)!
      expect(same.severity).toBeCloseTo(one.severity!, 12)
      expect(same.se).toBeCloseTo(one.se!, 12)
    }
  })

  it('compares only inside connected parts, each with mean 0', () => {
    const far = CELLS.map(([output, rater, y]) => [`far ${output}`, `far ${rater}`, y + 50] as const)
    const both = raterSeverity(rowsOf([...CELLS, ...far]))
    expect(both.components).toBe(2)
    for (const one of model.raters) {
      const near = both.raters.find(({ rater }) => rater === one.rater)!
      const twin = both.raters.find(({ rater }) => rater === `far ${one.rater}`)!
      expect(near.severity).toBeCloseTo(one.severity!, 10)
      expect(twin.severity).toBeCloseTo(one.severity!, 10)
      expect(twin.component).not.toBe(near.component)
    }
  })

  it('a rater who shares no output has no severity; empty and constant input', () => {
    const alone = raterSeverity(rowsOf([...CELLS, ['x', 'hermit', 4]]))
    expect(alone.raters.find(({ rater }) => rater === 'hermit')).toMatchObject({
      severity: null,
      se: null,
      reason: 'shares no output with another rater',
    })
    expect(byRater(alone)[0]).toBeDefined()
    expect(raterSeverity(rowsOf([]))).toMatchObject({ raters: [], f: null, p: null, n: 0 })
    const constant = raterSeverity(rowsOf(CELLS.map(([output, rater]) => [output, rater, 3] as const)))
    expect(constant.raters[0]!.severity).toBeCloseTo(0, 12)
    expect(constant).toMatchObject({ f: null, residualMeanSquare: 0 })
  })
})

describe('varianceComponents', () => {
  it('equals Henderson III in closed form and is near REML by lme4', () => {
    const answer = varianceComponents(rowsOf(CELLS))
    const expected = severity.expected.henderson_iii
    expect(answer.output).toBeCloseTo(expected.var_item, 8)
    expect(answer.rater).toBeCloseTo(expected.var_rater, 8)
    expect(answer.residual).toBeCloseTo(expected.var_resid, 8)
    expect(answer.icc2).toBeCloseTo(expected.icc2_1, 8)
    expect(Math.abs(answer.icc2! - severity.expected.reml.icc2_1)).toBeLessThan(0.03)
  })

  it('of a full table is ICC(2,1) of Shrout & Fleiss', () => {
    const cells = shroutFleiss.input.ratings.flatMap((row, i) => row.map((y, r) => [i, r, y] as const))
    expect(varianceComponents(rowsOf(cells)).icc2).toBeCloseTo(shroutFleiss.expected.icc['ICC(2,1)'].value, 9)
  })

  it('truncates negative parts with a flag; empty, one rater, constant', () => {
    const noise = [3, 1, 1, 3].map((y, i) => [Math.floor(i / 2), i % 2, y] as const)
    expect(varianceComponents(rowsOf(noise))).toMatchObject({
      output: 0,
      rater: 0,
      icc2: 0,
      flags: ['truncated'],
    })
    expect(varianceComponents(rowsOf([]))).toMatchObject({ icc2: null, n: 0 })
    expect(
      varianceComponents(
        rowsOf([
          [1, 1, 2],
          [2, 1, 3],
        ]),
      ).reason,
    ).toContain('2 raters')
    const constant = CELLS.map(([output, rater]) => [output, rater, 3] as const)
    expect(varianceComponents(rowsOf(constant))).toMatchObject({
      icc2: null,
      reason: 'the ratings do not vary',
    })
  })
})

describe('repeatConsistency', () => {
  const { first, second } = repeats.input
  const expected = repeats.expected

  it('equals numpy, sklearn and scipy', () => {
    const answer = repeatConsistency(first, second, [1, 2, 3, 4, 5])
    expect(answer.exactAgreement).toBeCloseTo(expected.exact_agreement, 10)
    expect(answer.withinOneStep).toBeCloseTo(expected.within_one, 10)
    expect(answer.shift).toBeCloseTo(expected.mean_shift_second_minus_first, 10)
    expect(answer.shiftP).toBeCloseTo(expected.shift_t_p, 10)
    expect(answer.sdDifference).toBeCloseTo(expected.sd_difference, 10)
    expect(answer.sem).toBeCloseTo(expected.sem, 10)
    expect(answer.repeatability).toBeCloseTo(expected.repeatability_coefficient, 10)
    expect(answer.quadraticKappa).toBeCloseTo(expected.qwk, 10)
    expect(answer.icc).toBeCloseTo(expected.icc_1_1, 10)
  })

  it('identical, one pair, off-scale, empty', () => {
    expect(repeatConsistency([1, 2, 3], [1, 2, 3], [1, 2, 3])).toMatchObject({
      exactAgreement: 1,
      shiftP: null,
      icc: 1,
    })
    expect(repeatConsistency([1], [2], [1, 2])).toMatchObject({
      shift: 1,
      sem: null,
      reason: 'needs at least 2 repeats',
    })
    expect(repeatConsistency([1, 9], [1, 2], [1, 2]).quadraticKappa).toBeNull()
    expect(repeatConsistency([], [], [1, 2])).toMatchObject({
      exactAgreement: null,
      reason: 'no output was rated twice',
    })
  })
})

describe('raterDrift', () => {
  it('equals R lm(residual ~ week) by rater, with Holm', () => {
    const column = (k: number) => drift.input.rows.map((row) => row[k]!)
    raterDrift(column(0), column(1), column(2)).forEach((one, r) => {
      expect(one.rater).toBe(drift.expected.rater[r])
      expect(one.slope).toBeCloseTo(drift.expected.slope[r]!, 9)
      expect(one.se).toBeCloseTo(drift.expected.se[r]!, 9)
      expect(one.p).toBeCloseTo(drift.expected.p[r]!, 9)
      expect(one.pAdjusted).toBeCloseTo(drift.expected.p_holm[r]!, 9)
      expect(one).toMatchObject({ n: 12, weeks: 12 })
    })
  })

  it('one time, two ratings, no residual, empty', () => {
    expect(raterDrift(['a', 'a', 'a'], [2, 2, 2], [1, 2, 3])[0]).toMatchObject({
      slope: null,
      p: null,
      pAdjusted: null,
    })
    expect(raterDrift(['a', 'a'], [1, 2], [1, 3])[0]).toMatchObject({
      slope: 2,
      reason: 'needs at least 3 ratings',
    })
    expect(raterDrift(['a', 'a', 'a'], [1, 2, 3], [0, 0, 0])[0]).toMatchObject({ slope: 0, se: 0, p: null })
    expect(raterDrift([], [], [])).toEqual([])
  })
})

describe('reliability of means', () => {
  it.each(disattenuation.input.spearman_brown.map((input, i) => ({ ...input, i })))(
    'Spearman–Brown $icc1 × $k',
    ({ icc1, k, i }) => {
      expect(spearmanBrown(icc1, k)).toBeCloseTo(disattenuation.expected.spearman_brown[i]!, 12)
    },
  )

  it.each([
    [0.138, 0.7, 15],
    [0.278, 0.8, 11],
    // Exactly 6. The reference says 7: the bare formula gives 6.000000000000002 in floating point, and rounds up.
    [0.6, 0.9, 6],
  ])('an ICC of %d needs for %d raters: %i', (icc, target, k) => {
    expect(ratersNeeded(icc, target)).toBe(k)
    expect(spearmanBrown(icc, k)! - target).toBeGreaterThan(-1e-12)
    expect(spearmanBrown(icc, k - 1)!).toBeLessThan(target)
  })

  it.each(disattenuation.input.disattenuate.map((input, i) => ({ ...input, i })))(
    'disattenuates $r',
    ({ r, rel_x, rel_y, i }) => {
      const answer = disattenuate(r, rel_x, rel_y, [r - 0.1, r + 0.1])
      expect(answer.estimate).toBeCloseTo(disattenuation.expected.disattenuate[i]!, 12)
      expect(answer.flags.includes('over_one')).toBe(disattenuation.expected.flag_over_one[i])
      expect(answer.ci![1]! - answer.ci![0]!).toBeCloseTo(0.2 / Math.sqrt(rel_x * rel_y), 12)
    },
  )

  it('without reliability: null', () => {
    expect(disattenuate(0.5, -0.05, 0.8)).toMatchObject({ estimate: null, ci: null })
    expect(ratersNeeded(0, 0.7)).toBeNull()
    expect(ratersNeeded(1, 0.7)).toBe(1)
    expect(ratersNeeded(0.5, 0.5)).toBe(1)
    expect(spearmanBrown(-0.6, 3)).toBeNull()
  })
})
