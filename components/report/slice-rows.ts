import { sliceWords } from '@/lib/domain/findings'
import { countOf, formatSignedPoints, pointDigits, withUnit } from '@/lib/domain/format'
import { outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { type Slice, type Slices, standsOut } from '@/lib/domain/report-slices'
import type { Question } from '@/lib/domain/selection'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import { extent, niceTicks, padded } from '../charts/ticks'
import { countFact, inflationFact } from './facts'

/** The question narrowed to a slice. */
export function sliceQuestion(question: Question, { model, tag, where }: Slice): Question {
  const ranged = new Set(where.map(({ feature }) => feature))
  return {
    ...question,
    ...(model === null ? {} : { model: [model] }),
    ...(tag === null ? {} : { tag: [tag] }),
    where: [...question.where.filter(({ feature }) => !ranged.has(feature)), ...where],
  }
}

/** The finding above the chart. */
export function slicesTitle({ rows, tested }: Slices, featureLabel: (key: string) => string): string {
  const [top] = rows
  const looked = countOf(tested, 'slice')
  if (!top || !standsOut(top)) return `No part of the outputs stands out among ${looked}`
  return `Inflation is largest for ${sliceWords(top, featureLabel)}: ${withUnit(formatSignedPoints(top.inflation, pointDigits(top.ci)), 'points')}, ${formatSignedPoints(top.difference, pointDigits(top.difference_ci))} against the rest`
}

/** The slices as rows of a dot plot. */
export function sliceRows(
  report: Report,
  { rows }: Slices,
  question: Question,
  featureLabel: (key: string) => string,
): DotPlotRow[] {
  return rows.map((slice) => {
    const label = sliceWords(slice, featureLabel)
    const digits = pointDigits(slice.difference_ci)
    return {
      key: label,
      label,
      counts: [slice.n, slice.prompts],
      href: outputsHref(report.audit.slug, sliceQuestion(question, slice)),
      facts: [
        inflationFact(slice.inflation, slice.ci),
        `${withUnit(formatSignedPoints(slice.difference, digits), 'points')} against all other outputs`,
        standsOut(slice) ? 'Stands out after correction' : 'Does not stand out after correction',
        countFact(slice.n, slice.prompts),
      ],
      marks: [[{ kind: 'inflation', value: slice.inflation, interval: slice.ci }]],
      missing: '',
    }
  })
}

/** The axis that `sliceRows` is drawn on. */
export function slicesPanel({ rows }: Slices): DotPlotPanel {
  const [from, to] = padded(
    extent(
      rows.flatMap(({ inflation, ci }) => [inflation, ...(ci ?? [])]),
      true,
    ) ?? [0, 0.1],
  )
  const ticks = niceTicks(from * 100, to * 100).map((points) => ({
    at: points / 100,
    label: formatSignedPoints(points / 100),
  }))
  return { title: 'Inflation, points', from, to, ticks, zero: true }
}
