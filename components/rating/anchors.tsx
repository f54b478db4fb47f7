/** The words of a scale's ends and, once something is chosen that has words of its own, of what was chosen. */
export function Anchors({
  labels,
  low,
  high,
  score,
}: {
  labels: Record<string, string>
  low: number
  high: number
  score: number | undefined
}) {
  const between = score !== undefined && score !== low && score !== high ? labels[score] : undefined
  const end = (point: number) => labels[point] ?? String(point)
  return (
    <p aria-hidden="true" className="mt-1 flex justify-between gap-3 text-[13px] leading-tight text-muted">
      <span className="max-w-[35%]">{end(low)}</span>
      {between && <span className="text-center text-fg">{between}</span>}
      <span className="max-w-[35%] text-right">{end(high)}</span>
    </p>
  )
}
