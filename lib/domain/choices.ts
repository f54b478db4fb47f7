/** What an audit can be asked about at its current snapshot: the values that each part of a question may take. */
export type QuestionChoices = {
  criteria: { key: string; name: string }[]
  /** Signals of the criterion in force, with the outputs that carry one. */
  signals: { signal: string; n: number }[]
  judges: string[]
  goals: ('human' | 'verified')[]
  models: { model: string; family: string }[]
  tags: string[]
  rater_groups: string[]
  /** Keys of features. */
  features: string[]
}
