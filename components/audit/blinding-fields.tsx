import type { PlanDraft } from './audit-draft'

/** How the blinding of the study is kept and checked. */
export function BlindingFields({
  plan,
  locked,
  onChange,
}: {
  plan: PlanDraft
  locked: boolean
  onChange: (change: Partial<PlanDraft>) => void
}) {
  return (
    <label className="flex max-w-measure items-start gap-2 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={plan.askAuthors}
        disabled={locked}
        onChange={(event) => onChange({ askAuthors: event.target.checked })}
      />
      <span>
        Ask raters who finish which model wrote some of their outputs
        <span className="block text-muted">
          Up to five each. The report shows by Bang’s blinding index how well they can tell. Who is asked
          learns the models’ names and can rate here no more.
        </span>
      </span>
    </label>
  )
}
