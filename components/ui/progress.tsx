import { formatCount } from '@/lib/domain/format'

/** `38 of 120 ratings` with a thin line. `label` says to screen readers what it measures. */
export function Progress({
  done,
  total,
  unit,
  label,
}: {
  done: number
  total: number
  unit?: string
  label: string
}) {
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div className="flex min-w-28 flex-col gap-1">
      <span className="text-sm tabular-nums">
        {formatCount(done)} of {formatCount(total)}
        {unit && ` ${unit}`}
      </span>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={Math.max(total, done)}
        className="h-1 overflow-hidden rounded-full bg-border"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}
