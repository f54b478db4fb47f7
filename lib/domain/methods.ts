/** One figure of the report, explained: where its number comes from and what it takes for granted. */
type Method = {
  /** The anchor on the methods page. */
  entry: string
  title: string
  meaning: string
  formula: string
  assumptions: string
  source: string
}

/** What the report's figures are. The code of each stands in `lib/stats`, whose docstrings cite the same equations. */
export const METHODS = [
  {
    entry: 'unit',
    title: 'Unit scores and points',
    meaning:
      'Every score is put on 0…1 by the declared end points of its own scale. A point is a hundredth of that.',
    formula: 'u = (score − min) / (max − min)',
    assumptions:
      'A linear mapping is a convention: half of one scale is taken to mean half of another. Rank correlations do not depend on it. Scores off their scale are refused, never clipped.',
    source: 'Declared scales; no observed minimum or maximum is used.',
  },
  {
    entry: 'inflation',
    title: 'Inflation',
    meaning:
      'How far the proxy stands above the goal: unit signal minus unit goal of one output on one criterion, and its mean over a selection. Positive: the machine flatters.',
    formula: 'D = S − H;  mean β = Σ D / N, over outputs that have both',
    assumptions:
      'S is the unweighted mean over judges of each judge’s mean over samples; H the unweighted mean over the blind raters, or the verified label. Noise in H widens the interval and does not bias the mean. A metric shares no scale with ratings, so it has no inflation.',
    source: 'Mean of paired differences.',
  },
  {
    entry: 'means',
    title: 'Means and their intervals, as judged by these raters',
    meaning:
      'Several outputs of one prompt are alike, so they are not independent. The 95 % interval accounts for that and covers the truth in about 95 of 100 studies with the same raters.',
    formula:
      'var = Σ_g b_g²,  b_g = (Σ_g D − n_g β) / (N √(1 − n_g/N));  β ± t(ν) √var with Satterthwaite degrees of freedom ν',
    assumptions:
      'Prompts are independent of each other. A mean is shown from 10 outputs in 5 prompts on. With few prompts the interval is wide rather than wrong.',
    source:
      'CR2: Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky & Tipton (2018), J. Business & Economic Statistics 36, 672–683.',
  },
  {
    entry: 'inflation-raters',
    title: 'Inflation, for raters like these',
    meaning: 'The same mean, for other raters of the same kind: the raters are a sample too.',
    formula: 'V = V_prompt + V_rater − V_prompt×rater;  t with min(prompts, raters) − 1 degrees of freedom',
    assumptions:
      'Rows are single ratings, weighted so that the mean is the same as above. With two to five raters the interval is wide, because little is known of other raters. One rater gives none.',
    source: 'Cameron, Gelbach & Miller (2011), J. Business & Economic Statistics 29, 238–249.',
  },
  {
    entry: 'share-over',
    title: 'Outputs scored above the goal',
    meaning: 'The share of outputs whose proxy stands above, or on, their goal.',
    formula: 'Wilson interval on an effective number of outputs n / max(1, design effect by prompt)',
    assumptions: 'Differences below a billionth count as none.',
    source: 'Wilson (1927), JASA 22, 209–212; Korn & Graubard (1998), Survey Methodology 24, 193–201.',
  },
  {
    entry: 'correlation',
    title: 'Correlations',
    meaning:
      'Whether outputs with a higher proxy also have a higher goal. Pearson follows straight lines, Spearman any order.',
    formula:
      'Intervals on Fisher’s scale: prompts left out one at a time (Pearson), or the influence of each prompt (Spearman)',
    assumptions: 'From 20 outputs on. Noise in human ratings pulls every correlation towards 0.',
    source:
      'Fisher (1921), Metron 1, 3–32; Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans.',
  },
  {
    entry: 'correlation-within',
    title: 'Correlation within prompts',
    meaning:
      'The same among outputs of one prompt: does a higher proxy pick the better of several answers to one question? How hard a prompt is plays no part.',
    formula: 'Pearson of deviations from the prompt’s own means; prompts left out one at a time',
    assumptions: 'Needs prompts with at least two outputs.',
    source: 'Pooled within-group correlation.',
  },
  {
    entry: 'bins',
    title: 'Binned scatter',
    meaning: 'Outputs in order of a feature, in bins of about equal size; a dot is the mean of a bin.',
    formula:
      'Type-2 quantile knots, bins open on the left; a dot’s interval is that of a mean, clustered by prompt',
    assumptions:
      'The number of bins follows a rule of thumb between 3 and 20, with at least 10 outputs in each; equal values share a bin. Outputs differ in more than one feature: what is seen is an association, not an effect.',
    source: 'Cattaneo, Crump, Farrell & Feng (2024), American Economic Review 114, 1488–1514.',
  },
  {
    entry: 'joint',
    title: 'Score by score',
    meaning: 'How many outputs have each pair of proxy and goal. On the diagonal both agree.',
    formula: 'Counts by level; beyond 50 levels on a side, 20 × 20 cells of about equal counts',
    assumptions: 'None.',
    source: 'Contingency table.',
  },
  {
    entry: 'groups',
    title: 'Groups of raters',
    meaning: 'The same question to each group of raters alone, over the outputs that it rated.',
    formula: 'As for all raters: means with CR2 intervals by prompt, Spearman’s ρ with an interval by prompt',
    assumptions:
      'Groups may have rated different outputs. Where they did, a difference between them can be one of the outputs too.',
    source: 'As for means and rank correlations.',
  },
  {
    entry: 'slices',
    title: 'Slices',
    meaning:
      'Where inflation is largest: each model, each tag, each quarter of a feature’s values, and pairs of these, held against all other outputs of the question.',
    formula:
      'Mean inflation inside minus outside, CR2 clustered by prompt with Satterthwaite degrees of freedom; p-values by Holm over all slices that were looked at',
    assumptions:
      'A slice needs 10 outputs in 5 prompts. Slices overlap, which Holm’s correction allows. A slice that was chosen for its size is on average a little smaller than it looks: take it as a place to look, and confirm it on new outputs.',
    source: 'Holm (1979), Scandinavian Journal of Statistics 6, 65–70; CR2 as above.',
  },
] as const satisfies readonly Method[]

export type MethodEntry = (typeof METHODS)[number]['entry']
