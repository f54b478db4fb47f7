import { expect } from 'vitest'
import type { Regression } from './clustered-regression'

const STANDARD_ERRORS = ['ols', 'CR0', 'CR1', 'CR1S', 'CR2', 'CR3', 'CV3'] as const

interface ClubSandwich {
  beta: number[]
  se_ols: number[]
  se_CR0: number[]
  se_CR1: number[]
  se_CR1S: number[]
  se_CR2: number[]
  se_CR3: number[]
  se_CV3_jackknife: number[]
  satterthwaite_df_CR2: number[]
  p_CR2: number[]
  ci95_CR2_lower: number[]
  ci95_CR2_upper: number[]
}

/** For tests: holds the first outcome's terms against what R's clubSandwich gives for them, to so many digits. */
export function expectClubSandwich(fit: Regression, expected: ClubSandwich, digits: number) {
  fit.outcomes[0]!.terms.forEach((term, j) => {
    expect(term.estimate).toBeCloseTo(expected.beta[j]!, digits)
    for (const type of STANDARD_ERRORS) {
      const key = type === 'CV3' ? 'se_CV3_jackknife' : (`se_${type}` as const)
      expect(term.standardErrors![type], `${term.term} ${type}`).toBeCloseTo(expected[key][j]!, digits)
    }
    expect(term.df).toBeCloseTo(expected.satterthwaite_df_CR2[j]!, digits)
    expect(term.p).toBeCloseTo(expected.p_CR2[j]!, digits)
    expect(term.ci![0]).toBeCloseTo(expected.ci95_CR2_lower[j]!, digits - 1)
    expect(term.ci![1]).toBeCloseTo(expected.ci95_CR2_upper[j]!, digits - 1)
  })
}
