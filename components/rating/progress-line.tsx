import type { Progress } from '@/lib/domain/blind'

/** How far a rater is, as a thin line; the words stand elsewhere. */
export function ProgressLine({ done, total }: Progress) {
  return (
    <div
      role="progressbar"
      aria-label="Outputs rated"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${done} of ${total}`}
      className="h-0.5 w-full bg-border"
    >
      <div className="h-full bg-fg" style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
    </div>
  )
}
