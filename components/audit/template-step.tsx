import type { AuditKind } from '@/lib/domain/audit'
import { KINDS } from '@/lib/domain/kinds'
import { TEMPLATES } from '@/lib/domain/templates'
import { ReportSketch } from './report-sketch'

/** Step 1: what the audit is about. Each choice shows what its report will look like. */
export function TemplateStep({
  kind,
  onChoose,
}: {
  kind: AuditKind | null
  onChoose: (kind: AuditKind) => void
}) {
  return (
    <fieldset>
      <legend className="mb-4 text-lg font-semibold">What do you want to find out?</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {TEMPLATES.map((template) => (
          <label
            key={template.kind}
            className="flex cursor-pointer flex-wrap items-start justify-between gap-3 rounded-md border border-border-strong p-4 hover:bg-surface has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <span className="flex min-w-56 flex-1 items-start gap-3">
              <input
                type="radio"
                name="kind"
                required
                checked={kind === template.kind}
                onChange={() => onChoose(template.kind)}
                className="mt-1 accent-accent outline-none"
              />
              <span className="flex flex-col gap-1">
                <span className="font-medium">{KINDS[template.kind].name}</span>
                <span className="text-sm text-muted">{KINDS[template.kind].question}</span>
                <span className="text-[13px] text-muted">Needs: {template.needs}.</span>
              </span>
            </span>
            <span className="self-center max-sm:ml-4">
              <ReportSketch kind={template.kind} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
