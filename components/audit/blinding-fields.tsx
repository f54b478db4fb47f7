import { Check } from '../ui/check'

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
        hint="Nobody, you included, sees any result until the planned ratings are in or the audit is closed. It cannot be undone once the audit is open."
        checked={sealed}
        disabled={locked}
        onChange={(event) => onSeal(event.target.checked)}
      >
        Seal the results
      </Check>
      <Check
        hint="Up to five each. The report shows by Bang’s blinding index how well they can tell. Who is asked learns the models’ names and can rate here no more."
        checked={asksAuthors}
        disabled={locked}
        onChange={(event) => onAskAuthors(event.target.checked)}
      >
        Ask raters who finish which model wrote some of their outputs
      </Check>
    </>
  )
}
