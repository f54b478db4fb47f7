/** How the blinding of the study is kept and checked. */
export function BlindingFields({
  sealed,
  asksAuthors,
  locked,
  onSeal,
  onAskAuthors,
}: {
  sealed: boolean
  asksAuthors: boolean
  locked: boolean
  onSeal: (sealed: boolean) => void
  onAskAuthors: (asks: boolean) => void
}) {
  return (
    <>
      <Check
        label="Seal the results"
        hint="Nobody, you included, sees any result until the planned ratings are in or the audit is closed. It cannot be undone once the audit is open."
        {...{ checked: sealed, disabled: locked, onChange: onSeal }}
      />
      <Check
        label="Ask raters who finish which model wrote some of their outputs"
        hint="Up to five each. The report shows by Bang’s blinding index how well they can tell. Who is asked learns the models’ names and can rate here no more."
        {...{ checked: asksAuthors, disabled: locked, onChange: onAskAuthors }}
      />
    </>
  )
}

function Check(props: {
  label: string
  hint: string
  checked: boolean
  disabled: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <label className="flex max-w-measure items-start gap-2 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>
        {props.label}
        <span className="block text-muted">{props.hint}</span>
      </span>
    </label>
  )
}
