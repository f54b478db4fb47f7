/** The plumb bob. Decorative: the name stands beside it. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="text-accent">
      <path d="M16 2v14" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M16 30l-6-10 2.4-5h7.2l2.4 5z" fill="currentColor" />
    </svg>
  )
}
