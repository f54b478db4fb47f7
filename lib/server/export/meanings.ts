/** What a column holds: its unit (empty for names and texts), and what it means. */
export type Meaning = { unit: string; meaning: string }

const text = (meaning: string): Meaning => ({ unit: '', meaning })
const count = (what: string): Meaning => ({ unit: what, meaning: `Number of ${what}.` })
const unit = (meaning: string): Meaning => ({ unit: 'unit score', meaning })
const scale = (meaning: string): Meaning => ({ unit: "criterion's scale", meaning })
const limits = (name: string, of: string): Record<string, Meaning> => {
  const how = `limit of the 95 % interval of ${of}: CR2 clustered by prompt, Satterthwaite t.`
  return { [`${name}_lo`]: unit(`Lower ${how}`), [`${name}_hi`]: unit(`Upper ${how}`) }
}

const share = (meaning: string): Meaning => ({ unit: 'share', meaning })
const shareLimits = (name: string, of: string): Record<string, Meaning> => {
  const how = `limit of the 95 % interval of ${of}: Wilson on an effective number of outputs, clustered by prompt.`
  return { [`${name}_lo`]: share(`Lower ${how}`), [`${name}_hi`]: share(`Upper ${how}`) }
}

const effects = (outcome: string, of: string): Record<string, Meaning> => {
  const name = `effect_on_${outcome}`
  const doubling = `effect_per_doubling_${outcome}`
  return {
    [`${name}_estimate`]: unit(
      `What goes with one standard deviation more of the transformed feature in ${of}; other features and the model held fixed. An association.`,
    ),
    [`${name}_se`]: unit('Standard error of that: CR2 clustered by prompt.'),
    [`${name}_df`]: { unit: '', meaning: 'Satterthwaite degrees of freedom of that standard error.' },
    ...limits(`${name}_ci`, `${name}_estimate`),
    [`${name}_p`]: { unit: '', meaning: 'Two-sided p that it is 0.' },
    [`${name}_p_adjusted`]: {
      unit: '',
      meaning:
        'The same corrected for the number of features: Holm over words, booster_rate and list_items, Benjamini–Hochberg over all others.',
    },
    [`${doubling}_estimate`]: unit(
      'The same effect for twice as much of the feature (of 1 + x with log1p); empty without a logarithm.',
    ),
    ...limits(`${doubling}_ci`, `${doubling}_estimate`),
  }
}

const OUTPUT = {
  output_id: text('The output, as it was imported.'),
  prompt_id: text('The prompt that the output answers: the cluster of every standard error.'),
  model: text('Who wrote the output.'),
  family: text("The author's family; the model's own name where none was stated."),
  criterion: text('The key of the criterion.'),
  signal: text(
    'The machine-made score: self (the author rates itself), family (another model of its family), peer (any other model), or a named metric, flag or check. Empty where the output has none.',
  ),
}

const MEANS = {
  proxy_mean: unit('Mean proxy.'),
  goal_mean: unit('Mean goal: the human mean, or the verified label.'),
  inflation: unit('Mean of proxy − goal. Empty for a metric, which shares no scale with the goal.'),
}

const WEIGHT: Meaning = { unit: '', meaning: '1 / the probability with which the output was sampled.' }

const MEANINGS_OF_FILES = {
  'inflation.csv': {
    ...OUTPUT,
    judge: text('The model whose score it is; empty where several, or none, gave it.'),
    judges: count('judges'),
    signal_score: scale("The proxy put back on the criterion's scale."),
    signal_unit: unit("The proxy: the mean over judges of each judge's mean over samples."),
    human_mean: scale("The human mean put back on the criterion's scale."),
    human_unit: unit('Mean over raters of the blind human ratings.'),
    human_n: count('raters'),
    human_sd: unit('Standard deviation over raters (n − 1); empty with one rater.'),
    verified_unit: unit('The label of a judgement made with the answer key, or under scrutiny.'),
    inflation: unit(
      'signal_unit − human_unit, or − verified_unit where the criterion has no human rating or goal=verified was asked. Empty for a metric, which shares no scale with the goal.',
    ),
    weight: WEIGHT,
    tags: text('The tags of the output, joined with ";".'),
  },
  'by-model.csv': {
    criterion: OUTPUT.criterion,
    model: OUTPUT.model,
    family: OUTPUT.family,
    n: count('outputs with both proxy and goal'),
    prompts: count('prompts of these outputs'),
    ...MEANS,
    se: unit('Standard error of the inflation.'),
    df: { unit: '', meaning: 'Satterthwaite degrees of freedom of that standard error.' },
    ...limits('proxy_mean_ci', 'proxy_mean'),
    ...limits('goal_mean_ci', 'goal_mean'),
    ...limits('ci', 'inflation'),
    p_wild: {
      unit: '',
      meaning:
        'p of the wild cluster bootstrap that the inflation is 0; only where it rests on at most 20 prompts or fewer than 4 degrees of freedom.',
    },
    controlled_estimate: unit('Inflation of the model at the surface features of all outputs.'),
    controlled_se: unit('Standard error of that: CR2 clustered by prompt.'),
    controlled_df: { unit: '', meaning: 'Satterthwaite degrees of freedom of that standard error.' },
    ...limits('controlled_ci', 'controlled_estimate'),
  },
  'features.csv': {
    criterion: OUTPUT.criterion,
    feature: text('The feature. One that could not enter the regression has no row.'),
    group: text('length, confidence or structure.'),
    transform: text(
      'What the value goes through first: log1p is ln(1 + x), log is ln x, winsorised cuts above the 99 % quantile, identity changes nothing.',
    ),
    mean: { unit: 'transformed', meaning: 'Mean of the transformed feature.' },
    sd: { unit: 'transformed', meaning: 'Standard deviation (n − 1) of the transformed feature.' },
    ...effects('inflation', 'proxy − goal'),
    ...effects('proxy', 'the proxy'),
    ...effects('goal', 'the goal'),
    ...effects('verified', 'the verified label, over the outputs that have one'),
    r2_share: {
      unit: 'share',
      meaning:
        'Share of the variance of inflation that goes to the feature (LMG). Empty where the features together explain no more than chance.',
    },
  },
  'bins.csv': {
    criterion: OUTPUT.criterion,
    feature: text('The feature whose values are cut into quantile bins.'),
    lo: { unit: "feature's unit", meaning: 'Smallest value in the bin.' },
    hi: { unit: "feature's unit", meaning: 'Largest value in the bin.' },
    n: count('outputs in the bin'),
    x_mean: { unit: "feature's unit", meaning: 'Mean value in the bin.' },
    ...MEANS,
    ...limits('proxy_ci', 'proxy_mean'),
    ...limits('goal_ci', 'goal_mean'),
    ...limits('ci', 'inflation'),
    held_equal: text(
      'What the means hold equal, joined by ";": the report’s parameter control. Empty: plain means.',
    ),
  },
  'joint.csv': {
    criterion: OUTPUT.criterion,
    proxy: unit('The level of the proxy; the mean of a range of levels.'),
    proxy_range_lo: unit('Smallest proxy in the cell’s column.'),
    proxy_range_hi: unit('Largest proxy in the cell’s column.'),
    goal: unit('The level of the goal; the mean of a range of levels.'),
    goal_range_lo: unit('Smallest goal in the cell’s row.'),
    goal_range_hi: unit('Largest goal in the cell’s row.'),
    n: count('outputs in the cell'),
  },
  'gate.csv': {
    criterion: OUTPUT.criterion,
    t: unit('The threshold: signals ≥ t pass, or ≤ t where higher is worse.'),
    outputs: count('outputs with the signal that pass'),
    pass_rate: share('Their share of all outputs with the signal.'),
    ...shareLimits('pass_rate_ci', 'pass_rate'),
    n: count('outputs with signal and goal that pass'),
    rejected: count('of these, outputs that people reject'),
    false_accept_rate: share('rejected / n: of what passes, the share that people would reject.'),
    ...shareLimits('ci', 'false_accept_rate'),
    recall: share('Of the outputs that people accept, those that pass.'),
    ...shareLimits('recall_ci', 'recall'),
    false_reject_rate: share('Of the outputs that people accept, those that do not pass.'),
    ...shareLimits('false_reject_rate_ci', 'false_reject_rate'),
    false_positive_rate: share('Of the outputs that people reject, those that pass.'),
    ...shareLimits('false_positive_rate_ci', 'false_positive_rate'),
  },
  'agreement.csv': {
    figure: text('What is estimated: the name of the field in the report’s agreement.'),
    of: text('The rater, or the pair of raters, that it is of; empty for all together.'),
    estimate: {
      unit: '',
      meaning:
        'Agreement, reliability and shares: 1 is perfect. Severity, mean, spread and drift (per hour or week): unit scores. seconds_median: seconds. Otherwise a count.',
    },
    ci_lo: {
      unit: '',
      meaning: 'Lower limit of the 95 % interval, clustered by prompt where outputs are drawn.',
    },
    ci_hi: { unit: '', meaning: 'Upper limit of the same interval.' },
    n: { unit: '', meaning: 'Outputs, ratings or raters that the figure rests on.' },
    note: text('The form of the figure, or why it is missing.'),
  },
  'self-preference.csv': {
    judge: text('The model that rates.'),
    family: text('The family of the judge.'),
    n: count("judge's own outputs that another model rated too"),
    n_others: count('outputs of others that it and another model rated'),
    own: unit('Mean of what the judge gives its own outputs.'),
    own_by_others: unit('Mean of what the other judges give the same outputs.'),
    others: unit("Mean of what the judge gives others' outputs."),
    others_by_others: unit('Mean of what the other judges give the same outputs.'),
    did: unit(
      'Self-preference: by how much more the judge exceeds the others on its own outputs, with leniency, quality and the preferences of the others held fixed.',
    ),
    se: unit('Standard error of did.'),
    df: { unit: '', meaning: 'Satterthwaite degrees of freedom of that standard error.' },
    p: { unit: '', meaning: 'Two-sided p-value of did against 0, not corrected for the number of judges.' },
    ...limits('own_ci', 'own'),
    ...limits('own_by_others_ci', 'own_by_others'),
    ...limits('others_ci', 'others'),
    ...limits('others_by_others_ci', 'others_by_others'),
    ...limits('ci', 'did'),
  },
  'human-ratings.csv': {
    output_id: OUTPUT.output_id,
    criterion: OUTPUT.criterion,
    rater: text('The pseudonym of the rater.'),
    group: text('The group of the rater, where there is one.'),
    score: scale('The score that was given.'),
    unit: unit('The score as a unit score.'),
    seconds: { unit: 'seconds', meaning: 'Active work on the output, all its criteria together.' },
    presentation: text('How the text was shown: rendered or plain. Empty for imports.'),
    purpose: text(
      'main, extra and adjudication (a further rating, asked for where raters differed) enter the means; practice, gold and repeat do not. Only main ratings enter measures of agreement.',
    ),
    source: text('session: given in Plumbline. import: brought in.'),
    rated_at: { unit: 'UTC', meaning: 'When it was given.' },
    set_aside: text('Whether the work of the rater is set aside: true ratings enter no mean.'),
  },
  'preferences.csv': {
    preferred: text(
      'What is preferred: first (the output by the model `first`), left (the one on the left), longer (the one of more words), proxy (the one that the proxy puts higher), goal (the one that people who rated each alone put higher).',
    ),
    first: text('Of a pair of models, the one whose share it is.'),
    second: text('Of a pair of models, the other one.'),
    n: count('comparisons'),
    prompts: count('prompts'),
    share: share('Share of the comparisons in which it is preferred, ties as half.'),
    ...shareLimits('ci', 'share'),
  },
  'comparisons.csv': {
    prompt_id: OUTPUT.prompt_id,
    left_output_id: text('The output on the left.'),
    right_output_id: text('The output on the right.'),
    left_model: text('The author of the output on the left.'),
    right_model: text('The author of the output on the right.'),
    criterion: text('The criterion on which one was to be better.'),
    rater: text('The pseudonym of the rater.'),
    group: text('The group of the rater, where there is one.'),
    preference: {
      unit: '−1…1',
      meaning:
        '−1: the left is much better, −0.5: better, 0: about the same, 0.5: the right is better, 1: much better.',
    },
    seconds: { unit: 'seconds', meaning: 'Active work on the comparison.' },
    presentation: text('How both texts were shown: rendered or plain.'),
    rated_at: { unit: 'UTC', meaning: 'When it was given.' },
    set_aside: text('Whether the work of the rater is set aside: true comparisons enter no result.'),
  },
  'outputs.jsonl': {
    ...OUTPUT,
    tags: text('The tags of the output.'),
    language: text("The language of the output's text, as it was detected."),
    features: text('Each feature of the text by its key; the units and meanings are those of inflation.csv.'),
    criteria: text(
      'For each criterion: human_mean, human_n and verified; signals with judge, unit score and samples; ratings with rater (pseudonym), group, score, unit, seconds, purpose, source, counted, set_aside and rated_at.',
    ),
    prompt: text('The text of the prompt.'),
    text: text('What the model wrote.'),
    reference: text('The reference text that came with the output.'),
    metadata: text('What else came with the output.'),
    rationales: text('What judges wrote about their scores, by criterion, judge and sample.'),
    comments: text('What raters wrote, by pseudonym.'),
  },
  'facts.parquet': {
    ...OUTPUT,
    tags: text('The tags of the output.'),
    judge: text('The model whose score it is.'),
    signal_score: unit("The judge's mean over samples."),
    signal_n: count('samples'),
    human_mean: unit('Mean over raters of the blind human ratings.'),
    human_n: count('raters'),
    human_var: { unit: 'squared unit score', meaning: 'Variance over raters (n − 1).' },
    verified: unit('The verified label.'),
    weight: WEIGHT,
    language: text("The language of the output's text, as it was detected."),
    output_no: text("The output's place in the bytewise order of output_id."),
    prompt_no: text("The prompt's place in the bytewise order of prompt_id."),
    model_no: text("The model's place in the bytewise order of model."),
  },
}

type File = keyof typeof MEANINGS_OF_FILES | 'ratings.parquet' | 'comparisons.parquet'

/** Every column of the exports but the features, by file. */
export const MEANINGS: Record<File, Record<string, Meaning>> = {
  ...MEANINGS_OF_FILES,
  'ratings.parquet': {
    ...MEANINGS_OF_FILES['human-ratings.csv'],
    counted: text('Whether the rating enters the means.'),
    gold_met: text('Of gold items: whether the score lies within the tolerance of the known answer.'),
    output_no: MEANINGS_OF_FILES['facts.parquet'].output_no,
    prompt_no: MEANINGS_OF_FILES['facts.parquet'].prompt_no,
    rater_no: text("The rater's place in the bytewise order of the pseudonyms."),
  },
  'comparisons.parquet': {
    ...MEANINGS_OF_FILES['comparisons.csv'],
    counted: text(
      'Whether it enters the results: of a rater who is not set aside, and of outputs of the study.',
    ),
    prompt_no: MEANINGS_OF_FILES['facts.parquet'].prompt_no,
    left_output_no: text("The left output's place in the bytewise order of output_id."),
    right_output_no: text("The right output's place in the bytewise order of output_id."),
    left_model_no: text("The left model's place in the bytewise order of model."),
    right_model_no: text("The right model's place in the bytewise order of model."),
    rater_no: text("The rater's place in the bytewise order of the pseudonyms."),
  },
}
