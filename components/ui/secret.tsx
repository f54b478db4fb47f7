import { CopyButton } from './copy-button'

/** A password or token, shown this once, to be copied. */
export function Secret({ value, label }: { value: string; label: string }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-sm font-medium">{label}</p>
      <code className="rounded-md border border-border-strong bg-raised px-3 py-2 font-mono text-sm break-all text-fg select-all">
        {value}
      </code>
      <p className="text-[13px] text-muted">It is shown this once and cannot be shown again.</p>
      <CopyButton text={() => value} />
    </div>
  )
}
