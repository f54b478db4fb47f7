import { sliceWords } from '@/lib/domain/findings'
import {
  countOf,
  formatCount,
  formatInterval,
  formatP,
  formatSignedPoints,
  LEVEL,
  pointDigits,
} from '@/lib/domain/format'
import { methodHref, outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Slices } from '@/lib/domain/report-slices'
import type { Question } from '@/lib/domain/selection'
import { whyNull } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { sliceQuestion, sliceRows, slicesPanel, slicesTitle } from './slice-rows'

type Props = { report: Report; question: Question; featureLabel: (key: string) => string }

/** Where inflation is largest: the slices that stand out after correction for looking at many. */
export function SlicesFigure({ report, question, featureLabel }: Props) {
  const { slices, audit, notes } = report
  if (slices === null || slices.rows.length === 0)
    return (
      <p className="max-w-measure text-muted first-letter:uppercase">
        {whyNull(notes, 'slices') ?? 'No part of the outputs has enough of them to be held against the rest.'}
      </p>
    )
  const title = slicesTitle(slices, featureLabel)
  const looked = `${countOf(slices.tested, 'slice')} were held against all other outputs: models, tags, quarters of ${slices.features.map((key) => featureLabel(key).toLowerCase()).join(', ')}, and pairs of these.`
  return (
    <ChartFrame
      title={title}
      drawn={`Mean inflation with ${LEVEL} intervals. ${looked} Corrected by Holm for having looked at so many. Select a slice to read its outputs.`}
      fileName={`${audit.slug}-slices`}
      methodHref={methodHref('slices')}
      table={<SlicesTable slices={slices} report={report} question={question} featureLabel={featureLabel} />}
    >
      <DotPlot
        label={title}
        panels={[slicesPanel(slices)]}
        columns={['Outputs', 'Prompts']}
        rows={sliceRows(report, slices, question, featureLabel)}
      />
    </ChartFrame>
  )
}

function SlicesTable({ slices, report, question, featureLabel }: Props & { slices: Slices }) {
  return (
    <Table label="Slices with the largest inflation">
      <thead>
        <tr>
          <Th>Slice</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Prompts</Th>
          <Th numeric>Inflation, points</Th>
          <Th numeric>{LEVEL} interval</Th>
          <Th numeric>Against the rest</Th>
          <Th numeric>{LEVEL} interval</Th>
          <Th numeric>p, corrected</Th>
        </tr>
      </thead>
      <tbody>
        {slices.rows.map((slice) => {
          const name = sliceWords(slice, featureLabel)
          const points = (x: number) => formatSignedPoints(x, pointDigits(slice.ci))
          return (
            <tr key={name}>
              <Th scope="row">
                <PageLink href={outputsHref(report.audit.slug, sliceQuestion(question, slice))}>
                  {name}
                </PageLink>
              </Th>
              <Td numeric>{formatCount(slice.n)}</Td>
              <Td numeric>{formatCount(slice.prompts)}</Td>
              <Td numeric>{points(slice.inflation)}</Td>
              <Td numeric>{formatInterval(slice.ci, points)}</Td>
              <Td numeric>{points(slice.difference)}</Td>
              <Td numeric>{formatInterval(slice.difference_ci, points)}</Td>
              <Td numeric>{formatP(slice.p_adjusted)}</Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}
