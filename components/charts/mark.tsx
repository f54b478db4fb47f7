/** What a mark stands for. Each has a colour and a shape of its own, so that neither alone must tell them apart. */
export type MarkKind = 'proxy' | 'goal' | 'verified' | 'inflation' | 'neutral'

/** A value with its interval, in the units of the panel's axis. */
export type Mark = {
  kind: MarkKind
  value: number
  interval: readonly [number, number] | null
}

/** The diverging colours of inflation; a mark whose interval holds zero is hollow. */
function inflationColour(value: number): string {
  if (value === 0) return 'var(--zero)'
  return value > 0 ? 'var(--above)' : 'var(--below)'
}

export function markColour(kind: MarkKind, value: number): string {
  if (kind === 'inflation') return inflationColour(value)
  return kind === 'neutral' ? 'var(--muted)' : `var(--${kind})`
}

/**
 * A mark at (x, y): square for goal, diamond for verified, circle for all else. Inflation whose interval holds zero is
 * hollow; so is what stands beside the one that counts.
 */
export function MarkShape({
  mark,
  x,
  y,
  aside = false,
}: {
  mark: Mark
  x: number
  y: number
  aside?: boolean
}) {
  const { kind, value, interval } = mark
  const colour = markColour(kind, value)
  const unclear = kind === 'inflation' && interval !== null && interval[0] <= 0 && interval[1] >= 0
  const hollow = aside || unclear
  const paint = { fill: hollow ? 'var(--bg)' : colour, stroke: colour, strokeWidth: 1.75 }
  if (kind === 'goal') return <rect x={x - 4} y={y - 4} width={8} height={8} style={paint} />
  if (kind === 'verified') return <path d={`M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`} style={paint} />
  return <circle cx={x} cy={y} r={4.25} style={paint} />
}

/** An entry of a legend; `value` gives inflation its side of zero. */
export type LegendEntry = { kind: MarkKind; label: string; value?: number }

/** The mark's shape as a letter, for pictures. */
export const MARK_LETTER: Record<MarkKind, string> = {
  proxy: '●',
  goal: '■',
  verified: '◆',
  inflation: '●',
  neutral: '●',
}

/** A legend on a line of its own. */
export function MarkKeys({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <div data-legend className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
      {entries.map(({ kind, value, label }) => (
        <MarkKey key={label} kind={kind} value={value}>
          {label}
        </MarkKey>
      ))}
    </div>
  )
}

/** The same shape inline, as a key in text. */
export function MarkKey({
  kind,
  value = 1,
  aside,
  children,
}: {
  kind: MarkKind
  value?: number
  aside?: boolean
  children: string
}) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <MarkShape mark={{ kind, value, interval: null }} x={7} y={7} aside={aside} />
      </svg>
      {children}
    </span>
  )
}
