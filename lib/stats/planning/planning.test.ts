import { describe, expect, it } from 'vitest'
import { chiSquareQuantile } from '../distributions/chi-square'
import { noncentralTCdf } from '../distributions/noncentral-t'
import { normalCdf } from '../distributions/normal'
import { tCdf } from '../distributions/student-t'
import fixture from '../fixtures/power-and-precision-planning.json'
import { passesForCertification } from './certification-size'
import {
  effectiveLabels,
  outputsForCorrelation,
  outputsForIcc,
  outputsForMean,
  outputsForShare,
  outputsPerModel,
  pairsForDifference,
} from './sample-size'

const { input, expected } = fixture

describe('planning against scipy and statsmodels', () => {
  it('a mean with clustered outputs', () => {
    const { sd, half_width, outputs_per_prompt, icc } = input.mean
    expect(outputsForMean(sd, half_width, outputs_per_prompt, icc)).toEqual({
      independentOutputs: expected.mean_ci_outputs,
      designEffect: expected.design_effect,
      outputs: expected.mean_ci_outputs_clustered,
      prompts: expected.prompts_needed,
    })
  })

  it('differences', () => {
    const { diff, sd, alpha, power } = input.paired
    expect(pairsForDifference(diff, sd, alpha, power)).toBe(expected.paired_t_n)
    expect(outputsPerModel(input.two_model.diff, input.two_model.sd)).toBe(
      expected.two_model_difference_n_per_model_normal,
    )
    expect(pairsForDifference(0, 1)).toBeNull()
    expect(outputsPerModel(0, 1)).toBeNull()
    expect(pairsForDifference(-diff, sd)).toBe(expected.paired_t_n)
  })

  it('correlations, shares, reliability, signals', () => {
    expect(outputsForCorrelation(input.correlation.r)).toBe(expected.correlation_n)
    expect(outputsForCorrelation(0)).toBeNull()
    expect(outputsForShare(input.wilson.p, input.wilson.half_width)).toBe(expected.wilson_half_width_n)
    const { icc, raters, full_width } = input.bonett
    expect(outputsForIcc(icc, raters, full_width)).toBe(expected.bonett_icc_n)
    expect(outputsForIcc(icc, 1, full_width)).toBeNull()
    expect(effectiveLabels(input.ppi.n, input.ppi.N, input.ppi.corr)).toBeCloseTo(expected.ppi_effective_n, 9)
    expect(effectiveLabels(100, 0, 0.9)).toBe(100)
  })

  it('certification of a gate', () => {
    const { alpha, delta, allowed_failures } = input.gate
    for (const allowed of allowed_failures) {
      const key = String(allowed) as keyof typeof expected.gate_certify_n
      expect(passesForCertification(allowed, alpha, delta)).toBe(expected.gate_certify_n[key])
    }
    expect(passesForCertification(0, input.zero_failure.rate, input.zero_failure.delta)).toBe(
      expected.zero_failure_n,
    )
    expect(() => passesForCertification(0, 0, 0.05)).toThrow(RangeError)
  })
})

describe('noncentralTCdf', () => {
  it('is Student’s t at noncentrality 0, and mirrors', () => {
    for (const [t, df] of [
      [-2, 3.5],
      [0.7, 12],
      [4, 100],
    ] as const) {
      expect(noncentralTCdf(t, df, 0)).toBeCloseTo(tCdf(t, df), 11)
      expect(noncentralTCdf(t, df, 1.3)).toBeCloseTo(1 - noncentralTCdf(-t, df, -1.3), 11)
    }
  })

  it.each([
    [3, 10, 2],
    [0, 5, 1],
    [-0.5, 4, 0.8],
    [2.2, 60, 2.5],
  ])('is the mean of Φ(t √(V/df) − δ) over chi-square V: t %d, df %d, δ %d', (t, df, delta) => {
    const steps = 4000
    let total = 0
    for (let i = 0; i < steps; i++) {
      const v = chiSquareQuantile((i + 0.5) / steps, df)
      total += normalCdf(t * Math.sqrt(v / df) - delta)
    }
    expect(noncentralTCdf(t, df, delta)).toBeCloseTo(total / steps, 5)
  })
})
