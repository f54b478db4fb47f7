import { describe, expect, it } from 'vitest'
import shroutFleiss from '../fixtures/icc-shrout-fleiss-1979.json'
import severity from '../fixtures/rater-severity-two-way-additive.json'
import type { RatingRows } from './rater-design'
import { raterSeverity } from './rater-severity'
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
    const grand = model.adjusted.reduce((total, value) => total + value, 0) / model.adjusted.length
    expect(grand).toBeCloseTo(expected.grand_mean, 8)
    // The rows are in the order of the items.
    model.adjusted.forEach((value, i) => {
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
