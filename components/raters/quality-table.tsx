import type { ReactNode } from 'react'
import { ABSENT, formatCount, formatInterval, formatPoints, formatShare, withUnit } from '@/lib/domain/format'
import type { Distance, Met, RaterQuality } from '@/lib/domain/rater-quality'
import { Badge } from '../ui/badge'
import { Table, Td, Th } from '../ui/table'

/** How well each rater rates, by what there is to judge it by; a column of which nothing is known is left out. */
export function QualityTable({ raters }: { raters: readonly RaterQuality[] }) {
  if (raters.length === 0) return <p className="text-sm text-muted">Nobody has begun yet.</p>
  const columns = COLUMNS.filter(({ key }) => raters.some((rater) => rater[key] !== null))
  const hasCompared = raters.some(({ compared }) => compared > 0)
  return (
    <Table label="How well each rater rates">
      <thead>
        <tr>
          <Th>Rater</Th>
          <Th numeric>Rated</Th>
          {hasCompared && <Th numeric>Compared</Th>}
          {columns.map(({ key, head }) => (
            <Th key={key} numeric>
              {head}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {raters.map((rater) => (
          <tr key={rater.pseudonym}>
            <Th scope="row" className="py-1 font-normal whitespace-nowrap">
              <span className="mr-2 font-mono text-[13px] max-sm:block">{rater.pseudonym}</span>
              <span className="inline-flex gap-1">
                {rater.withdrawn && <Badge>Withdrew</Badge>}
                {rater.setAside && <Badge>Set aside</Badge>}
              </span>
            </Th>
            <Td numeric>{formatCount(rater.rated)}</Td>
            {hasCompared && <Td numeric>{formatCount(rater.compared)}</Td>}
            {columns.map(({ key, cell }) => (
              <Td key={key} numeric className="py-1">
                {cell(rater)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

type Key = 'gold' | 'attention' | 'repeats' | 'others'

const COLUMNS: { key: Key; head: string; cell: (rater: RaterQuality) => ReactNode }[] = [
  { key: 'gold', head: 'Gold items met', cell: ({ gold }) => <Share of={gold} /> },
  { key: 'attention', head: 'Attention checks met', cell: ({ attention }) => <Share of={attention} /> },
  { key: 'others', head: 'Points from the others', cell: ({ others }) => <Points of={others} /> },
  { key: 'repeats', head: 'Points from themselves', cell: ({ repeats }) => <Points of={repeats} /> },
]

function Share({ of }: { of: Met | null }) {
  if (!of) return ABSENT
  return (
    <>
      {formatCount(of.met)} of {formatCount(of.n)}
      <Range>
        {formatShare(of.met / of.n)} ({formatInterval(of.ci, (share) => formatShare(share))})
      </Range>
    </>
  )
}

function Points({ of }: { of: Distance | null }) {
  if (!of) return ABSENT
  if (of.mean === null) return <span className="text-[13px] text-muted">{of.why}</span>
  return (
    <>
      {formatPoints(of.mean)}
      <Range>
        {formatInterval(of.ci, (unit) => formatPoints(unit))}, {withUnit(formatCount(of.n), 'outputs')}
      </Range>
    </>
  )
}

function Range({ children }: { children: ReactNode }) {
  return <span className="block text-[13px] text-muted">{children}</span>
}
