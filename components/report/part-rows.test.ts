import { describe, expect, it } from 'vitest'
import type { Report } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { plain } from '@/lib/domain/testing'
import { partPanels, partRows, partsOf, partsTitle } from './part-rows'
import { CRITERION, REPORT } from './report.fixture'

const question = parseQuestion(new URLSearchParams('tag=billing&criterion=overall'))
const metric: Report = {
  ...REPORT,
  contrast: { ...REPORT.contrast, signal: 'metric:rouge1', common_scale: false },
  by_model: REPORT.by_model.map((row) => ({ ...row, inflation: null, ci: null, controlled: null })),
}

const models = (report: Report) => partsOf(report, question, 'model')
const rowsOf = (report: Report) => partRows(report, models(report), CRITERION)
const titleOf = (report: Report) => partsTitle(models(report), 'model')

describe('rows by model', () => {
  it('stand with the highest inflation first and those without an estimate last', () => {
    expect(models(REPORT).map(({ inflation }) => inflation?.toFixed(2) ?? null)).toEqual([
      '0.21',
      '0.02',
      '-0.08',
      null,
    ])
  })

  it('lead to the outputs of the model within the same question', () => {
    expect(rowsOf(REPORT)[0]?.href).toBe(
      '/audits/support-answers/outputs?criterion=overall&model=gpt-4o&tag=billing&covered=1',
    )
  })

  it('have both means in one panel only where they share a scale', () => {
    const [first] = rowsOf(REPORT)
    expect(first?.marks.map((panel) => panel.map(({ kind }) => kind))).toEqual([
      ['proxy', 'goal'],
      ['inflation', 'neutral'],
    ])
    const [alone] = rowsOf(metric)
    expect(alone?.marks.map((panel) => panel.map(({ kind }) => kind))).toEqual([['proxy'], ['goal']])
    expect(plain(alone!.facts[0]!)).toBe('Metric rouge1 0.82 (0.80 to 0.84)')
    expect(partPanels(metric, models(metric), CRITERION).map(({ title }) => title)).toEqual([
      'Metric rouge1',
      'Mean “Overall quality”',
    ])
  })

  it('are drawn as verified where the goal is', () => {
    const verified: Report = { ...REPORT, contrast: { ...REPORT.contrast, goal: 'verified' } }
    const [first] = rowsOf(verified)
    expect(first?.marks[0]?.map(({ kind }) => kind)).toEqual(['proxy', 'verified'])
  })
})

describe('the title', () => {
  it('is the finding, or the question where there is none', () => {
    expect(plain(titleOf(REPORT))).toBe(
      'Inflation is highest for gpt-4o (+21 points) and lowest for llama-3-8b (−8 points); the interval lies above zero for 1 model of 3',
    )
    expect(titleOf(metric)).toBe('How do the models compare?')
    expect(plain(titleOf({ ...REPORT, by_model: REPORT.by_model.slice(0, 1) }))).toBe(
      'gpt-4o: inflation +21 points',
    )
  })
})
