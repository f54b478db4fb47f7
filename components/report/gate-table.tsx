import { formatCount } from '@/lib/domain/format'
import { passWords } from '@/lib/domain/gate-words'
import { gateOutputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { gateFormat, shareFact } from './gate-steps'
import type { ShownCriterion } from './shown-criterion'

/** The gate's curve as a table. */
export function GateTable({
  report,
  question,
  criterion,
}: {
  report: Report
  question: Question
  criterion: ShownCriterion
}) {
  const { gate, audit } = report
  const format = gateFormat(report, criterion)
  return (
    <Table label="What a gate would let through, by threshold">
      <thead>
        <tr>
          <Th>Threshold</Th>
          <Th numeric>Outputs that pass</Th>
          <Th numeric>Share that passes</Th>
          <Th numeric>Judged</Th>
          <Th numeric>Rejected</Th>
          <Th numeric>False-accept rate</Th>
          <Th numeric>Good ones that pass</Th>
          <Th numeric>Bad ones that pass</Th>
        </tr>
      </thead>
      <tbody>
        {gate.curve.map((point) => (
          <tr key={point.t}>
            <Th scope="row">{passWords(point.t, gate.higher_is, format)}</Th>
            <Td numeric>{formatCount(point.outputs)}</Td>
            <Td numeric>{shareFact(point.pass_rate, point.pass_rate_ci)}</Td>
            <Td numeric>{formatCount(point.n)}</Td>
            <Td numeric>
              <PageLink
                className="underline"
                aria-label={`Read ${point.rejected} that pass at ${passWords(point.t, gate.higher_is, format)} and are rejected`}
                href={gateOutputsHref(audit.slug, question, { gate_at: point.t, verdict: 'reject' })}
              >
                {formatCount(point.rejected)}
              </PageLink>
            </Td>
            <Td numeric>{shareFact(point.false_accept_rate, point.ci)}</Td>
            <Td numeric>{shareFact(point.recall, point.recall_ci)}</Td>
            <Td numeric>{shareFact(point.false_positive_rate, point.false_positive_rate_ci)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
