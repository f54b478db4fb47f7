import { ABSENT, formatCount, formatSeconds, formatShare, formatTime, fromTo } from '@/lib/domain/format'
import type { RaterRow } from '@/lib/domain/rater-row'
import { Badge } from '../ui/badge'
import { Table, Td, Th } from '../ui/table'

/** How each rater gets on. */
export function RaterTable({ raters, total }: { raters: readonly RaterRow[]; total: number }) {
  if (raters.length === 0) return <p className="text-sm text-muted">Nobody has begun yet.</p>
  const gold = raters.some((rater) => rater.gold !== null)
  const grouped = raters.some(({ group }) => group !== null)
  return (
    <div className="flex flex-col gap-3">
      <Table label="Raters">
        <thead>
          <tr>
            <Th>Rater</Th>
            {grouped && <Th>Group</Th>}
            <Th numeric>Rated</Th>
            <Th numeric>Skipped</Th>
            <Th numeric>Median time</Th>
            {gold && <Th numeric>Gold items met</Th>}
            <Th className="pl-6">Last active</Th>
          </tr>
        </thead>
        <tbody>
          {raters.map((rater) => (
            <tr key={rater.pseudonym}>
              <Th scope="row" className="py-1 font-normal whitespace-nowrap">
                <span className="mr-2 font-mono text-[13px] max-sm:block">{rater.pseudonym}</span>
                <State {...rater} />
              </Th>
              {grouped && <Td>{rater.group ?? ABSENT}</Td>}
              <Td numeric>
                {formatCount(rater.rated)}
                {rater.quota !== null && <span className="text-muted"> of {formatCount(rater.quota)}</span>}
              </Td>
              <Td numeric>{rater.imported ? ABSENT : formatCount(rater.skipped)}</Td>
              <Td numeric>{formatSeconds(rater.seconds)}</Td>
              {gold && <Td numeric>{rater.gold ? <Gold {...rater.gold} /> : ABSENT}</Td>}
              <Td className="pl-6 whitespace-nowrap">
                {rater.lastAt ? formatTime(rater.lastAt.toISOString()) : ABSENT}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {total > raters.length && (
        <p className="text-sm text-muted">
          The {formatCount(raters.length)} who were active last, of {formatCount(total)}.
        </p>
      )}
    </div>
  )
}

function Gold({ n, met, ci }: NonNullable<RaterRow['gold']>) {
  return (
    <>
      {formatCount(met)} of {formatCount(n)}
      {ci && (
        <span className="block text-[13px] text-muted">
          {formatShare(met / n)} ({fromTo(formatShare(ci[0]), formatShare(ci[1]))})
        </span>
      )}
    </>
  )
}

function State({ imported, active, withdrawn }: RaterRow) {
  if (withdrawn) return <Badge>Withdrew</Badge>
  if (active) return <Badge tone="verified">Rating now</Badge>
  if (imported) return <Badge>Imported</Badge>
  return null
}
