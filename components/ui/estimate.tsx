import { ABSENT, countOf, formatInterval } from '@/lib/domain/format'
import type { Interval } from '@/lib/domain/report'

/** An estimate, never without its 95 % interval and n; where it is not computable, the reason instead. */
export function Estimate({
  value,
  interval,
  n,
  why,
  format,
}: {
  value: number | null
  interval: Interval
  n?: number
  why?: string
  format: (value: number) => string
}) {
  if (value === null) return <span className="text-muted">{why ?? 'Not enough data'}</span>
  return (
    <span className="tabular-nums">
      <span className="font-medium">{format(value)}</span>{' '}
      <span className="text-[13px] text-muted">
        {formatInterval(interval, format) ?? `interval ${ABSENT}`}
        {n !== undefined && `, ${countOf(n, 'output')}`}
      </span>
    </span>
  )
}
