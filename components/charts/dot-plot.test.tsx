import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { plain } from '@/lib/domain/testing'
import { PART_COUNTS, partPanels, partRows, partsOf } from '../report/part-rows'
import { CRITERION, REPORT } from '../report/report.fixture'
import { DotPlot } from './dot-plot'
import { fitted, LINE, labelSpace, layOut, wrapped, xOf } from './dot-plot-layout'

const question = {
  model: [],
  family: [],
  tag: [],
  rater_group: [],
  where: [],
  feature: [],
  control: [],
  min_human_n: 1,
}
const parts = partsOf(REPORT, { ...question, max_false_accept: 0.1, delta: 0.05 }, 'model')
const rows = partRows(REPORT, parts, CRITERION)
const panels = partPanels(REPORT, parts, CRITERION)

describe('a dot plot', () => {
  it('is drawn on the server: every row a link that says its numbers, no number unplaced', () => {
    const html = plain(
      renderToStaticMarkup(<DotPlot rows={rows} panels={panels} columns={PART_COUNTS} label="By model" />),
    )
    expect(html).not.toMatch(/NaN|undefined|Infinity/)
    expect(html).toContain(
      'aria-label="gpt-4o. Inflation +21 points (+17 to +25). Inflation at the features of all outputs +18 points (+14 to +22). Own rating 4.28 (4.20 to 4.36). Human rating 3.44 (3.30 to 3.58). 80 outputs, 64 prompts"',
    )
    expect(html).toContain('href="/audits/support-answers/outputs?model=gpt-4o&amp;covered=1"')
    expect(html).toContain('Not enough data: 3 of at least 10 outputs')
    expect(html).toMatch(/>Outputs<.*>Prompts<.*>gpt-4o<.*>80<.*>64</)
    expect(html.match(/<a /g)).toHaveLength(REPORT.by_model.length)
  })

  it.each([390, 719, 720, 1180])('keeps every mark and label inside %d px', (width) => {
    const layout = layOut(width, panels, rows.length, 2)
    const { panels: placed, height, labelWidth, columnEnds } = layout
    expect(labelSpace(layout)).toBeGreaterThan(70)
    expect(columnEnds[1]).toBeLessThanOrEqual(layout.narrow ? width : labelWidth)
    for (const panel of placed) {
      expect(panel.left).toBeGreaterThanOrEqual(labelWidth)
      expect(panel.left + panel.width).toBeLessThanOrEqual(width)
      expect(panel.rowY(rows.length - 1)).toBeLessThan(panel.axisY)
      expect(panel.axisY).toBeLessThan(height)
      expect(xOf(panel, panel.panel.from)).toBeCloseTo(panel.left)
      expect(xOf(panel, panel.panel.to)).toBeCloseTo(panel.left + panel.width)
    }
  })

  it('on a narrow screen draws no line through a label, which may take two lines', () => {
    const [label, ...others] = ['Boosters 7.02 to 8.91, List items 0 to 3', 'Short']
    const one = layOut(390, panels, 2, 2, others)
    const { panels: placed, lines } = layOut(390, panels, 2, 2, [label!, ...others])
    expect([one.lines, lines]).toEqual([1, 2])
    for (const { rowY, bands } of placed)
      for (const [row, [from]] of bands.entries()) {
        expect(from - (rowY(row) - 20)).toBeGreaterThan(4)
        if (row > 0) expect(bands[row - 1]![1]).toBeLessThan(rowY(row) - 20 - (lines - 1) * LINE - 11)
      }
    expect(wrapped(label!, 254)).toEqual(['Boosters 7.02 to 8.91, List items 0', 'to 3'])
  })

  it('cuts labels that do not fit', () => {
    expect(fitted('short', 100)).toBe('short')
    expect(fitted('a-model-with-a-long-name', 70)).toBe('a-model-w…')
  })
})
