import { formatCount, withUnit } from '@/lib/domain/format'
import { savingSentence } from '@/lib/domain/gate-words'
import { methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { goalName, whyShown } from '@/lib/domain/sentences'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'
import { onScale, type ShownCriterion } from './shown-criterion'

/** The mean goal estimated from all scores and the few judgements, and what the scores save; by model too. */
export function PredictionPoweredPart({ report, criterion }: { report: Report; criterion: ShownCriterion }) {
  const { prediction_powered: powered, contrast, notes } = report
  const format = onScale(criterion)
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-[15px] font-semibold">What the scores save the raters</h3>
      <p className="max-w-measure">
        {powered ? savingSentence(powered, contrast.goal, format) : whyShown(notes, 'prediction_powered')}{' '}
        <PageLink href={methodHref('prediction-powered')} className="underline">
          Method
        </PageLink>
      </p>
      {powered && powered.unlabelled > 0 && powered.by_model.length > 1 && (
        <Table label={`Mean ${goalName(contrast.goal).toLowerCase()} by model, with the scores and without`}>
          <thead>
            <tr>
              <Th>Model</Th>
              <Th numeric>Judged</Th>
              <Th numeric>Scores only</Th>
              <Th numeric>With the scores</Th>
              <Th numeric>Judged ones alone</Th>
              <Th numeric>As precise as</Th>
            </tr>
          </thead>
          <tbody>
            {powered.by_model.map((row) => (
              <tr key={row.model}>
                <Th scope="row">{row.model}</Th>
                <Td numeric>{formatCount(row.n)}</Td>
                <Td numeric>{formatCount(row.unlabelled)}</Td>
                <Td numeric>{withRange(row.mean, row.mean_ci, format)}</Td>
                <Td numeric>{withRange(row.classical_mean, row.classical_mean_ci, format)}</Td>
                <Td numeric>
                  {row.effective_n === null
                    ? '–'
                    : withUnit(formatCount(Math.round(row.effective_n)), 'judged')}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}
