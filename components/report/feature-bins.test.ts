import { describe, expect, it } from 'vitest'
import type { Report } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { plain } from '@/lib/domain/testing'
import { binsDrawn, featurePanels, featureTitle, sharedAxes, whyNotDrawn } from './feature-bins'
import { CRITERION, FEATURES, REPORT } from './report.fixture'

const [words, boosters, lists] = FEATURES as [
  (typeof FEATURES)[0],
  (typeof FEATURES)[0],
  (typeof FEATURES)[0],
]
const question = parseQuestion(new URLSearchParams('where=words:1..2&where=bold:..3'))
const axes = sharedAxes(REPORT, ['words', 'list_items'])
const panelsOf = (report: Report, feature = words) =>
  featurePanels(report, question, CRITERION, feature, axes)

describe('the panels of a feature', () => {
  it('share the axis of inflation with those of the others', () => {
    expect(panelsOf(REPORT, words)[1]?.y).toBe(panelsOf(REPORT, lists)[1]?.y)
    expect(axes.inflation.from).toBeLessThan(0)
    expect(axes.inflation.to).toBeGreaterThan(0.29)
  })

  it('lead from a bin to exactly its outputs: an earlier range of the feature gives way', () => {
    const point = panelsOf(REPORT)[1]?.points[1]
    expect(new URLSearchParams(point?.href.split('?')[1]).getAll('where')).toEqual([
      'bold:..3',
      'words:61..110',
    ])
    expect(plain(point!.title)).toBe('Words 61 to 110')
    expect(point!.facts.map(plain)).toContain('45 outputs')
  })

  it('place every mark and tick inside their axes', () => {
    for (const feature of [words, lists])
      for (const { x, y, points } of panelsOf(REPORT, feature)) {
        for (const { at } of x.ticks) expect(at >= x.from && at <= x.to).toBe(true)
        for (const point of points) {
          expect(point.x >= x.from && point.x <= x.to).toBe(true)
          for (const { value } of point.marks) expect(value >= y.from && value <= y.to).toBe(true)
        }
      }
  })

  it('stand apart where proxy and goal share no scale', () => {
    const metric: Report = {
      ...REPORT,
      contrast: { ...REPORT.contrast, signal: 'metric:rouge1', common_scale: false },
    }
    expect(panelsOf(metric).map(({ points }) => points[0]?.marks.map(({ kind }) => kind))).toEqual([
      ['proxy'],
      ['goal'],
    ])
  })
})

describe('what is said of a feature', () => {
  it('is its finding', () => {
    expect(plain(featureTitle(REPORT, words))).toBe(
      'Words: inflation +4 points in the lowest bin, +24 in the highest',
    )
  })

  it('counts the bins that are drawn, and says how many hold too little', () => {
    expect(plain(binsDrawn(REPORT, words))).toBe('5 quantile bins; 223 outputs.')
    const none = {
      proxy_mean: null,
      proxy_ci: null,
      goal_mean: null,
      goal_ci: null,
      inflation: null,
      ci: null,
    }
    const few = REPORT.bins.words!.map((bin, i) => (i < 2 ? { ...bin, n: 6, ...none } : bin))
    const report = { ...REPORT, bins: { words: few } }
    expect(plain(binsDrawn(report, words))).toBe(
      '3 of 5 quantile bins; 133 outputs. 2 bins with fewer than 10 outputs or 5 prompts are not drawn.',
    )
    expect(panelsOf(report, words)[0]!.points).toHaveLength(3)
    const one = { ...REPORT, bins: { words: [...few.slice(0, 2), few[2]!] } }
    expect(whyNotDrawn(one, words)).toMatch(/^its 3 bins hold too few/)
  })

  it('is the reason where there is nothing to compare', () => {
    expect(whyNotDrawn(REPORT, words)).toBeNull()
    expect(whyNotDrawn(REPORT, boosters)).toBe('not enough data: the feature has one value only')
    const [only] = REPORT.bins.words!
    expect(whyNotDrawn({ ...REPORT, bins: { words: [only!] } }, words)).toBe(
      'nearly all outputs have the same value',
    )
    const constant = {
      ...REPORT,
      notes: [{ field: 'bins.booster_rate', why: 'booster_rate is 0 for every output' }],
    }
    expect(whyNotDrawn(constant, boosters)).toBe('0 for every output')
  })
})
