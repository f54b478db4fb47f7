import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { Section } from '../ui/section'
import { Tabs } from '../ui/tabs'
import { PartFigure, shownDivisions } from './part-figure'
import type { ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

/** Inflation by model; and, where there is more than one, by family, tag and signal. */
export function PartsSection(props: Props) {
  if (props.report.by_model.length === 0)
    return (
      <Section anchor="by-model" title="By model">
        <p className="text-muted">No output here has both scores yet.</p>
      </Section>
    )
  const divisions = shownDivisions(props.report)
  const figure = (by: (typeof divisions)[number]) => <PartFigure {...props} by={by} />
  const tabs = divisions.map((by) => ({ key: by, label: `By ${by}`, content: figure(by) }))
  return (
    <Section anchor="by-model" title="By model">
      {tabs.length === 1 ? figure('model') : <Tabs label="Divide by" tabs={tabs} />}
    </Section>
  )
}
