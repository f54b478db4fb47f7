import { describe, expect, it } from 'vitest'
import disattenuation from '../fixtures/disattenuation-spearman-brown.json'
import { disattenuate, ratersNeeded, spearmanBrown } from './spearman-brown'

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
