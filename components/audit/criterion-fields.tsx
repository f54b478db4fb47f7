import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input, Textarea } from '../ui/input'
import { Select } from '../ui/select'
import { anchorPoints, type CriterionDraft, keyFrom, midpoint } from './criterion-draft'

/** The fields of one criterion. `fixed`: it has scores, so its key and scale stand. */
export function CriterionFields({
  draft,
  fixed,
  error,
  onChange,
  onRemove,
}: {
  draft: CriterionDraft
  fixed: boolean
  /** What is wrong with a field, by its name. */
  error: (field: string) => string | undefined
  onChange: (draft: CriterionDraft) => void
  /** Left out for the last criterion: an audit has at least one. */
  onRemove?: () => void
}) {
  const set = (change: Partial<CriterionDraft>) => onChange({ ...draft, ...change })
  const rename = (name: string) => set(draft.ownKey || fixed ? { name } : { name, key: keyFrom(name) })
  return (
    <fieldset className="flex flex-col gap-4 border-t border-border pt-5">
      <legend className="float-left w-full text-sm font-semibold">
        {draft.name.trim() || 'New criterion'}
      </legend>
      <div className="grid clear-both items-end gap-4 sm:grid-cols-2">
        <Field label="Name" hint="Raters see it." error={error('name')}>
          {(field) => (
            <Input {...field} value={draft.name} onChange={(e) => rename(e.target.value)} required />
          )}
        </Field>
        <Field label="Key" hint="Its name in files and addresses." error={error('key')}>
          {(field) => (
            <Input
              {...field}
              value={draft.key}
              disabled={fixed}
              onChange={(e) => set({ key: e.target.value, ownKey: true })}
              className="font-mono text-sm"
              required
            />
          )}
        </Field>
      </div>
      <Field label="What to judge" hint="Raters see it above the scale." error={error('description')}>
        {(field) => (
          <Textarea
            {...field}
            rows={2}
            value={draft.description}
            onChange={(e) => set({ description: e.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-3 gap-4 sm:max-w-md">
        {(['min', 'max', 'step'] as const).map((name) => (
          <Field key={name} label={{ min: 'Lowest', max: 'Highest', step: 'Step' }[name]} error={error(name)}>
            {(field) => (
              <Input
                {...field}
                value={draft[name]}
                disabled={fixed}
                inputMode="decimal"
                placeholder={name === 'step' ? 'any' : undefined}
                onChange={(e) => set({ [name]: e.target.value })}
                required={name !== 'step'}
              />
            )}
          </Field>
        ))}
      </div>
      <Labels draft={draft} error={error('labels')} onChange={(labels) => set({ labels })} />
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <Field label="A high score means" hint="Which way the scale points." error={error('higher_is')}>
          {(field) => (
            <Select
              {...field}
              value={draft.higher_is}
              onChange={(e) => set({ higher_is: e.target.value === 'worse' ? 'worse' : 'better' })}
              options={[
                { value: 'better', label: 'better' },
                { value: 'worse', label: 'worse' },
              ]}
            />
          )}
        </Field>
        <Field
          label={draft.higher_is === 'worse' ? 'Acceptable below' : 'Acceptable from'}
          hint="Where a gate draws the line."
          error={error('accept_at')}
        >
          {(field) => (
            <Input
              {...field}
              value={draft.accept_at}
              placeholder={midpoint(draft)}
              inputMode="decimal"
              onChange={(e) => set({ accept_at: e.target.value })}
            />
          )}
        </Field>
      </div>
      {onRemove && !fixed && (
        <div>
          <Button size="small" variant="danger" onClick={onRemove}>
            Remove this criterion
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function Labels({
  draft,
  error,
  onChange,
}: {
  draft: CriterionDraft
  error?: string
  onChange: (labels: Record<string, string>) => void
}) {
  const points = anchorPoints(draft)
  if (points.length === 0) return null
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">What the points mean</legend>
      {points.map((point) => (
        <div key={point} className="flex items-center gap-3 text-sm">
          <span className="w-8 shrink-0 text-right text-muted tabular-nums">{point}</span>
          <Input
            aria-label={`Meaning of ${point}`}
            value={draft.labels[point] ?? ''}
            maxLength={200}
            onChange={(e) => onChange({ ...draft.labels, [point]: e.target.value })}
            className="w-full sm:max-w-md"
          />
        </div>
      ))}
      {error && <p className="text-[13px] text-danger">{error}</p>}
    </fieldset>
  )
}
