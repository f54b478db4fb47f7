import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/special-functions.json'
import { betaCdf, betaQuantile, betaUpperTail } from './beta'
import { binomialCdf, binomialUpperTail } from './binomial'
import { chiSquareCdf, chiSquareQuantile, chiSquareUpperTail } from './chi-square'
import { fCdf, fQuantile, fUpperTail } from './f'
import { logGamma } from './log-gamma'
import { normalCdf, normalQuantile, normalUpperTail } from './normal'
import { tCdf, tQuantile, tTwoSidedP, tUpperTail } from './student-t'

const functions: Record<string, (...args: number[]) => number> = {
  t_quantile: (p, df) => tQuantile(p!, df!),
  t_two_sided_p: (t, df) => tTwoSidedP(t!, df!),
  norm_quantile: (p) => normalQuantile(p!),
  norm_cdf: (z) => normalCdf(z!),
  beta_quantile: (p, a, b) => betaQuantile(p!, a!, b!),
  f_sf: (f, df1, df2) => fUpperTail(f!, df1!, df2!),
  f_quantile: (p, df1, df2) => fQuantile(p!, df1!, df2!),
  chi2_sf: (x, df) => chiSquareUpperTail(x!, df!),
  binom_cdf: (k, n, p) => binomialCdf(k!, n!, p!),
}

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE)
}

describe('distribution functions against R (qt, pt, qnorm, pnorm, qbeta, pf, qf, pchisq, pbinom)', () => {
  it.each(fixture.input.calls.map((call, i) => ({ ...call, expected: fixture.expected.values[i]! })))(
    '$fn($args) = $expected',
    ({ fn, args, expected }) => {
      const actual = functions[fn]!(...args)
      if (expected === 0) expect(Math.abs(actual)).toBeLessThan(1e-15)
      else expect(relativeError(actual, expected)).toBeLessThan(fixture.tolerance.relative)
    },
  )

  it('has exact values of ln Γ', () => {
    expect(logGamma(1)).toBeCloseTo(0, 14)
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14)
    expect(relativeError(logGamma(171), 706.5730622457874)).toBeLessThan(1e-14)
    expect(relativeError(logGamma(1e-10), 23.02585092988274)).toBeLessThan(1e-14)
    expect(relativeError(logGamma(12.5), 18.734347511936445)).toBeLessThan(1e-14)
  })

  it('refuses what lies outside the domain', () => {
    expect(() => logGamma(0)).toThrow(RangeError)
    expect(() => normalQuantile(0)).toThrow(RangeError)
    expect(() => tQuantile(0.9, 0)).toThrow(RangeError)
    expect(() => tQuantile(1, 3)).toThrow(RangeError)
    expect(() => fQuantile(Number.NaN, 3, 3)).toThrow(RangeError)
    expect(() => chiSquareQuantile(1.5, 3)).toThrow(RangeError)
    expect(() => binomialCdf(1, 2, -0.1)).toThrow(RangeError)
    expect(() => betaQuantile(-1, 2, 2)).toThrow(RangeError)
  })
})

const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })
const df = fc.double({ min: 0.3, max: 1e5, noNaN: true })
const shape = fc.double({ min: 0.1, max: 2000, noNaN: true })

describe('quantiles invert distribution functions', () => {
  it('t', () => {
    fc.assert(
      fc.property(probability, df, (p, v) => {
        const t = tQuantile(p, v)
        const back = p < 0.5 ? tCdf(t, v) : tUpperTail(t, v)
        expect(relativeError(back, p < 0.5 ? p : 1 - p)).toBeLessThan(1e-9)
      }),
    )
  })

  it('F', () => {
    fc.assert(
      fc.property(probability, df, df, (p, v1, v2) => {
        const f = fQuantile(p, v1, v2)
        fc.pre(f > 1e-280 && f < 1e280)
        expect(Math.abs(fCdf(f, v1, v2) - p)).toBeLessThan(1e-9)
        expect(fCdf(f, v1, v2) + fUpperTail(f, v1, v2)).toBeCloseTo(1, 12)
      }),
    )
  })

  it('beta', () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b)
        fc.pre(x > 1e-6 && x < 1 - 1e-6)
        expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(1e-7)
        expect(Math.abs(betaCdf(x, a, b) - betaUpperTail(1 - x, b, a))).toBeLessThan(1e-7)
      }),
    )
  })

  it('chi-square', () => {
    fc.assert(
      fc.property(probability, shape, (p, v) => {
        const x = chiSquareQuantile(p, v)
        fc.pre(x > 1e-280)
        expect(relativeError(chiSquareCdf(x, v), p)).toBeLessThan(1e-9)
      }),
    )
  })

  it('normal', () => {
    fc.assert(
      fc.property(probability, (p) => {
        const z = normalQuantile(p)
        expect(relativeError(normalCdf(z), p)).toBeLessThan(1e-10)
        expect(normalCdf(z) + normalUpperTail(z)).toBeCloseTo(1, 14)
      }),
    )
  })
})

describe('limits', () => {
  it('t with infinite degrees of freedom is the normal', () => {
    expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975))
    expect(tTwoSidedP(1.96, Number.POSITIVE_INFINITY)).toBeCloseTo(2 * normalCdf(-1.96), 15)
    expect(tTwoSidedP(Number.POSITIVE_INFINITY, 3)).toBe(0)
  })

  it('binomial tails add up with the point between them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        const k = Math.floor(n / 3)
        expect(binomialCdf(k, n, p) + binomialUpperTail(k + 1, n, p)).toBeCloseTo(1, 11)
      }),
    )
    expect(binomialCdf(-1, 5, 0.3)).toBe(0)
    expect(binomialCdf(5, 5, 0.3)).toBe(1)
    expect(binomialUpperTail(0, 5, 0.3)).toBe(1)
    expect(binomialUpperTail(6, 5, 0.3)).toBe(0)
  })

  it('F and chi-square are whole at the ends', () => {
    expect(fCdf(0, 2, 3)).toBe(0)
    expect(fUpperTail(-1, 2, 3)).toBe(1)
    expect(chiSquareCdf(0, 2)).toBe(0)
    expect(chiSquareUpperTail(0, 2)).toBe(1)
    expect(betaCdf(0, 2, 2)).toBe(0)
    expect(betaUpperTail(1, 2, 2)).toBe(0)
    expect(betaQuantile(0, 2, 2)).toBe(0)
    expect(betaQuantile(1, 2, 2)).toBe(1)
  })
})
