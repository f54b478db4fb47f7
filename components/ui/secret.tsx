import { CopyButton } from './copy-button'
import { useOrigin } from './use-origin'

/** A password, token or link, shown this once, to be copied. A path of this server is shown as a whole address. */
export function Secret({ value, label }: { value: string; label: string }) {
  const origin = useOrigin()
  const text = value.startsWith('/') ? origin + value : value
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-sm font-medium">{label}</p>
      <code className="rounded-md border border-border-strong bg-raised px-3 py-2 font-mono text-sm break-all text-fg select-all">
        {text}
      </code>
      <p className="text-[13px] text-muted">It is shown this once and cannot be shown again.</p>
      <CopyButton text={() => text} />
    </div>
  )
}
