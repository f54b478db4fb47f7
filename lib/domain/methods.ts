import { LEVEL } from './format'

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
    meaning: `Several outputs of one prompt are alike, so they are not independent. The ${LEVEL} interval accounts for that and covers the truth in about 95 of 100 studies with the same raters.`,
    formula:
      'var = Σ_g b_g²,  b_g = (Σ_g D − n_g β) / (N √(1 − n_g/N));  β ± t(ν) √var with Satterthwaite degrees of freedom ν',
    assumptions:
      'Prompts are independent of each other. A mean is shown from 10 outputs in 5 prompts on. With few prompts the interval is wide rather than wrong; it is cut where the scale ends, since no mean lies beyond (for inflation, ±100 points).',
    source:
      'CR2: Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky & Tipton (2018), J. Business & Economic Statistics 36, 672–683.',
  },
  {
    entry: 'inflation-raters',
    title: 'Inflation, for raters like these',
    meaning: 'The same mean, for other raters of the same kind: the raters are a sample too.',
    formula: 'V = V_prompt + V_rater − V_prompt×rater;  t with min(prompts, raters) − 1 degrees of freedom',
    assumptions:
      'Rows are single ratings, weighted so that the mean is the same as above. It is shown from 5 raters on, which leave 4 degrees of freedom: of fewer, nearly nothing is known of other raters, and the interval would hold nearly every value there can be. With few raters it is wide, and cut at ±100 points.',
    source: 'Cameron, Gelbach & Miller (2011), J. Business & Economic Statistics 29, 238–249.',
  },
  {
    entry: 'share-over',
    title: 'Outputs scored above the goal',
    meaning: 'The share of outputs whose proxy stands above, or on, their goal.',
    formula:
      'Wilson interval on an effective number of outputs min(n, n/design effect by prompt · (t(n − 1)/t(prompts − 1))²)',
    assumptions: 'Differences below a billionth count as none.',
    source:
      'Wilson (1927), JASA 22, 209–212; Korn & Graubard (1998), Survey Methodology 24, 193–201; Franco, Little, Louis & Slud (2019), J. Survey Statistics and Methodology 7, 334–364.',
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
    entry: 'rank-correlation',
    title: 'Kendall’s τ-b, over all outputs and within prompts',
    meaning:
      'Of two outputs, does the one with the higher proxy have the higher goal? 1: always, −1: never. Within prompts only answers to the same question are compared, so how hard a prompt is plays no part.',
    formula:
      'τ-b = (C − D)/√((pairs that differ on one score)(pairs that differ on the other));  within prompts C, D and the pairs are summed over prompts',
    assumptions:
      'From 20 outputs on. Needs no common scale. Intervals by the influence of each prompt, within prompts by leaving out one prompt at a time.',
    source: 'Kendall (1938), Biometrika 30, 81–93; Hoeffding (1948), Ann. Math. Statist. 19, 293–325.',
  },
  {
    entry: 'wild-bootstrap',
    title: 'With few prompts: the wild cluster bootstrap',
    meaning:
      'A second p-value that the mean inflation is 0, where an interval rests on 20 prompts or fewer, or on fewer than 4 degrees of freedom.',
    formula:
      'The signs of whole prompts are flipped under the hypothesis of no inflation; p = share of |t*| ≥ |t|',
    assumptions:
      'Up to 11 prompts every pattern of signs is used, so that with G prompts p cannot fall below 2^(1 − G): with five, 0.06. Beyond, 1999 seeded draws.',
    source: 'Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427.',
  },
  {
    entry: 'features',
    title: 'Surface features: what goes with ratings',
    meaning:
      'How much higher the machine’s rating, the people’s rating and the verified label are where a text has one standard deviation more of a feature, at the same model and the same other features. If the machine’s rating rises with length and the people’s does not, length buys rating without quality.',
    formula:
      'y = Σ_m a_m 1[model m] + x′b, by least squares, with the same outputs and terms for each y; x is the feature after its logarithm (or cut at its 99 % quantile), about its mean, over its standard deviation. The effect on inflation is the effect on the proxy minus that on the goal, with its own error: CR2 by prompt, t with Satterthwaite degrees of freedom. Per doubling: b ln 2 / sd',
    assumptions:
      'An association, not a cause: outputs differ in more than these features. Nine features enter, of which none nearly repeats another; characters, tokens and the arena counters stay out. Left out and named are features that are constant, collinear, missing in more than a fifth of the outputs, or other than 0 in fewer than five. Needs five outputs for each term; an effect is shown from 4 degrees of freedom on. The verified label is fitted on the outputs that have one. With 2,000 prompts or more, degrees of freedom above 1,000 are lower limits. p is corrected by Holm for words, boosters and list items, which were named in advance, and by Benjamini–Hochberg (0.10) for all others.',
    source:
      'Bell & McCaffrey (2002) and Pustejovsky & Tipton (2018), as for means; Holm (1979); Benjamini & Hochberg (1995), JRSS B 57, 289–300. Structure counted as by LMArena’s style control (2024).',
  },
  {
    entry: 'controlled',
    title: 'Inflation at the same features',
    meaning:
      'What a model’s inflation would be, were its texts as long, as sure and as structured as those of all outputs together. Where it differs from the plain inflation, the difference goes with the features.',
    formula: 'a_m of the regression above, features about their mean over all outputs',
    assumptions: 'The same association of features and ratings for every model.',
    source: 'As length-controlled win rates: Dubois, Galambosi, Liang & Hashimoto (2024), arXiv 2404.04475.',
  },
  {
    entry: 'explained',
    title: 'What features explain of inflation',
    meaning:
      'Of all that varies in inflation from output to output, the share that goes with the features beyond the models, and how it divides among length, confident tone and structure.',
    formula:
      'R²(models, features) − R²(models), divided by Shapley’s rule (LMG): the gain of a group averaged over all orders in which groups could enter',
    assumptions:
      'Shown only where the features together go with inflation by more than chance: the HTZ test of all effects, or Holm’s smallest p where prompts are many.',
    source:
      'Lindeman, Merenda & Gold (1980); Grömping (2006), J. Statistical Software 17(1); Pustejovsky & Tipton (2018).',
  },
  {
    entry: 'bins',
    title: 'Binned scatter',
    meaning: 'Outputs in order of a feature, in bins of about equal size; a dot is the mean of a bin.',
    formula:
      'Type-2 quantile knots, bins open on the left; a dot’s interval is that of a mean, clustered by prompt. With something held equal: score = bin + models + features, fitted together; a dot stands at their averages; CR1S by prompt, normal limits',
    assumptions:
      'The number of bins follows a rule of thumb between 3 and 20, with at least 10 outputs in each; equal values share a bin. Outputs differ in more than one feature: what is seen is an association, not an effect.',
    source: 'Cattaneo, Crump, Farrell & Feng (2024), American Economic Review 114, 1488–1514.',
  },
  {
    entry: 'joint',
    title: 'Score by score',
    meaning: 'How many outputs have each pair of proxy and goal. On the diagonal both agree.',
    formula: 'Counts by level; a side of more than 11 levels in ten cells of equal width over the scale',
    assumptions: 'None.',
    source: 'Contingency table.',
  },
  {
    entry: 'presentation',
    title: 'Formatting itself',
    meaning:
      'How many points the same outputs gain from people by being shown as formatted Markdown instead of as plain text.',
    formula:
      'Mean over outputs of (mean rating as formatted − mean rating as plain), CR2 clustered by prompt with Satterthwaite degrees of freedom',
    assumptions:
      'A coin chooses for each rater and output which way it is shown, so the difference is an effect and no mere association. Only outputs that were shown both ways count. Very long texts are always plain. It says nothing where the analyst changed the setting while raters were at work.',
    source: 'A randomised experiment within outputs; CR2 as for means.',
  },
  {
    entry: 'comparisons',
    title: 'Side by side',
    meaning:
      'Which of two outputs of one prompt people prefer: of two models, of the one on the left, of the longer one, of the one that the proxy puts higher, and of the one that people who rated each alone put higher.',
    formula:
      'Share preferred = (wins + ties / 2) / n; Wilson interval at n_eff = n · (t(n − 1)/t(prompts − 1))² / (V / (p(1 − p)/n)), V clustered by prompt (CR2)',
    assumptions:
      'Pairs are by different models, drawn at random so that every two models meet about as often; they are not weighted by how a sample was drawn. A coin says which output is on the left, so the side is no property of a model, and how often the left one wins is the effect of the side itself. Comparisons come after a rater’s single ratings, which they therefore cannot move; what a rater remembers of those may move them. “Much better” and “better” count alike. Comparisons whose outputs do not differ in length, or for the proxy, are left out of that figure alone. That the longer one is preferred is an association. Shown from 10 comparisons in 5 prompts on.',
    source:
      'Wilson (1927), JASA 22, 209–212; effective n: Korn & Graubard (1998), Survey Methodology 24, 193–201; ties as half as in LMArena and AlpacaEval.',
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
  {
    entry: 'gate',
    title: 'What a gate lets through',
    meaning:
      'A gate accepts every output whose score reaches a threshold. For each threshold: the share of outputs that pass, and of those that people judged, the share they would reject (the false-accept rate).',
    formula:
      'pass rate = passing outputs / all with a score;  false-accept rate = rejected / judged among those that pass;  Wilson interval on min(n, n/design effect by prompt · (t(n − 1)/t(prompts − 1))²) outputs',
    assumptions:
      'People accept an output whose mean rating is at or above the criterion’s acceptance point (below it where a high score is worse). The judged outputs are a random sample of all. With more than 50 different scores the thresholds are 101 quantiles. A rate is shown from 10 judged outputs in 5 prompts on.',
    source:
      'Wilson (1927), JASA 22, 209–212; Korn & Graubard (1998), Survey Methodology 24, 193–201 (approximate).',
  },
  {
    entry: 'gate-guarantee',
    title: 'The threshold that holds a target',
    meaning:
      'The loosest threshold whose true false-accept rate is surely at most the target: a wrong threshold is named in at most the stated share of all studies, however few the labels.',
    formula:
      'From strict to loose, p = P(Bin(n, target) ≤ rejected) on one judged output a prompt; go on while p ≤ δ; the last threshold that passes is named. Start: the first threshold at which the smallest n that can succeed is expected to pass',
    assumptions:
      'One judged output of each prompt, drawn with a fixed seed, since outputs of one prompt are alike and would count several times. It holds for new outputs of the same kind of prompts and the same mix of models. Where outputs were picked for judging unequally, nothing is named.',
    source:
      'Angelopoulos, Bates, Candès, Jordan & Lei (2021), Learn then Test, arXiv 2110.01052, fixed-sequence testing with exact binomial tails.',
  },
  {
    entry: 'auc',
    title: 'ROC curve and its area',
    meaning:
      'How well the score tells accepted from rejected outputs, whatever the threshold. The area (AUC) is the chance that a random accepted output has the better score; ties count half; 0.5 is chance.',
    formula:
      'V = (G − 1)/G Σ_g (logit A without prompt g − logit A)²;  logit A ± t(G − 1) √V, read back as an area',
    assumptions:
      'From 20 judged outputs on, with 5 of each class. No interval where the area, or the area without one of the prompts, is 0 or 1.',
    source:
      'Obuchowski (1997), Biometrics 53, 567–578 (AUC of clustered outputs); Efron & Stein (1981), Ann. Statist. 9, 586–596 (jackknife).',
  },
  {
    entry: 'calibration',
    title: 'Reading the score on people’s scale',
    meaning:
      'What people give on average to outputs of each score, and a map that never falls and reads any score as the rating to be expected. The error is the typical gap between the two, before and after.',
    formula:
      'Weighted isotonic regression of the goal on the score (pool adjacent violators);  error² = Σ W_l (d_l² − V_l), d_l the mean gap at level l, V_l its variance clustered by prompt',
    assumptions:
      'The error after is measured on prompts that the map has not seen (5 folds by prompt). Chance alone makes gaps, so its share V_l is taken off; where the gap is about zero the interval is wider than it need be. From 50 judged outputs in 10 prompts on. A level is one score, or one of 15 groups where there are more than 21.',
    source:
      'Ayer et al. (1955), Ann. Math. Statist. 26, 641–647; Bröcker (2012), Climate Dynamics 39, 655–667; Kumar, Liang & Ma (2019), NeurIPS.',
  },
  {
    entry: 'prediction-powered',
    title: 'Means from all scores and few judgements',
    meaning:
      'Many outputs have a score and only some were judged. Where scores follow the judgements, both together give the mean more precisely than the judgements alone, and stay right where they do not.',
    formula:
      'θ = λ mean(scores of the unjudged) + mean(goal − λ score of the judged), λ chosen from 0 to 1 for the least error;  error clustered by prompt, t with (prompts that hold a judgement) − 1;  as precise as n (error at λ = 0 / error)² judgements',
    assumptions: 'The judged outputs are a random sample of all with a score.',
    source: 'Angelopoulos, Duchi & Zrnic (2023), PPI++, arXiv 2311.01453; clustered form our own.',
  },
  {
    entry: 'over-flagging',
    title: 'Flags against rules that know nothing',
    meaning:
      'A yes/no signal finds all it should by saying yes to everything. So its recall stands beside what a random yes at the same rate finds, and its precision beside how many are true at all.',
    formula:
      'over-flagging = flagged / true;  lift = precision / base rate;  recall above random = recall − flag rate;  J = recall − false-positive rate',
    assumptions:
      'Only where every score and every human rating (or label) is one of the scale’s two ends; with several raters the mean at or above the acceptance point is a yes. “Looks like gaming” is a rule of thumb: over-flagging above 2 with J below 0.2, or an F1 that saying yes to everything reaches within its error. Intervals: Wilson, clustered by prompt.',
    source:
      'Youden (1950), Cancer 3, 32–35; Matthews (1975), BBA 405, 442–451; Cohen (1960), Educ. Psychol. Meas. 20, 37–46.',
  },
  {
    entry: 'agreement',
    title: 'Agreement of raters',
    meaning:
      'How far raters of the same outputs give the same scores, beyond chance. Krippendorff’s α takes as chance that scores are drawn from all that were given; Gwet’s AC1 and AC2 take less agreement as chance where nearly all scores are the same.',
    formula:
      'α = 1 − D_o / D_e, with nominal, ordinal or interval differences;  AC = (p_a − p_e) / (1 − p_e), AC2 with quadratic weights. Intervals by leaving out each prompt in turn: V = (G − 1)/G Σ_g (z without prompt g − z)², z = atanh of the coefficient (logit of the share of equal scores), z ± t √V',
    assumptions:
      'Outputs with at least two ratings. Repeats and practice do not count. Where there are so many prompts and different ratings that this would take long, random groups of prompts (at least 200, from a fixed seed) are left out. No interval where the coefficient, or that without one of the prompts, is ±1.',
    source:
      'Krippendorff (2019), Content Analysis, 4th ed.; Gwet (2008), British J. Mathematical and Statistical Psychology 61, 29–48; Kott (2001), J. Official Statistics 17, 521–526 (jackknife).',
  },
  {
    entry: 'reliability',
    title: 'Reliability and ceiling',
    meaning:
      'Which share of the variance of scores is one of the outputs, rather than of the raters and of chance; for one rater, and for the mean of those of an output. No signal’s correlation with that mean can pass the root of its reliability.',
    formula:
      'ICC(1), ICC(2,1), ICC(2,k) from mean squares or variance components;  ceiling = √reliability;  corrected r = r / √reliability',
    assumptions:
      'Where not all raters rated all outputs, components are estimated for an incomplete design. A corrected correlation takes the reliability as known and the signal as without noise; an estimate beyond ±1 is shown as it is, its interval cut at ±1, beyond which no correlation lies.',
    source:
      'Shrout & Fleiss (1979), Psychological Bulletin 86, 420–428; Searle, Casella & McCulloch (1992), Variance Components (Henderson’s method III); Spearman (1904), American J. Psychology 15, 72–101.',
  },
  {
    entry: 'raters',
    title: 'Raters: severity, consistency, drift',
    meaning:
      'How lenient a rater is on the same outputs as others, how far the same rater gives the same score again, whether that shifts during a session, and how often the rater meets the known answers of gold items.',
    formula:
      'score = μ + output + rater + e, Σ rater = 0, by least squares; errors clustered by prompt (CR1), t with the rater’s prompts − 1;  drift: slope, on hours in the session, of the score less the rater’s severity and less what the others gave the same output; Holm over raters;  gold: share of known answers met within their tolerance, Wilson’s interval',
    assumptions:
      'Severities compare only between raters whom a chain of shared outputs connects. The adjusted score never replaces the raters’ mean. Gold items and repeats enter no mean.',
    source: 'Two-way additive model; Bland & Altman (1996), BMJ 313, 744 for repeats.',
  },
  {
    entry: 'alternative-annotator',
    title: 'Alternative annotator test',
    meaning:
      'Whether the signal is at least as good a stand-in as one of the raters: each rater in turn is left out, and it is seen who agrees better with the others.',
    formula:
      'For each rater a one-sided test that the signal’s share of outputs on which it agrees at least as well is no less than the rater’s minus ε; Benjamini–Yekutieli over raters; passes from a winning rate of one half',
    assumptions:
      'At least 3 raters with 30 shared outputs each; clustered by prompt; ε states how much cheaper the machine is.',
    source: 'Calderon, Reichart & Dror (2025), ACL.',
  },
  {
    entry: 'speeders',
    title: 'Fast raters',
    meaning:
      'Raters who work so much faster than the others, or than anybody reads, that their ratings deserve a look. A flag changes no number.',
    formula:
      'median active seconds of an output < 0.4 · median of the other raters’ medians, or median (words of the text / active minutes) > 700; each from 10 timed outputs on',
    assumptions:
      'Active seconds leave hidden tabs and idling out. All active work is taken for reading, and the prompt for no words, so that the reading speed errs on the slow side. Practice, repeats and imported ratings are left out. Who knows a field or meets short texts may be fast and good; who lets the screen stand is slow and may be bad.',
    source:
      'Cut-offs as shares of the median time: Greszki, Meyer & Schoen (2015), Public Opinion Quarterly 79, 471–503. Seconds per word: Zhang & Conrad (2014), Survey Research Methods 8, 127–135. Adults read 238 words a minute silently, most between 175 and 300: Brysbaert (2019), J. Memory and Language 109, 104047; three times that is not read with understanding: Rayner et al. (2016), Psychological Science in the Public Interest 17, 4–34.',
  },
  {
    entry: 'self-preference',
    title: 'Self-preference',
    meaning:
      'Whether a judge scores its own outputs higher than other judges score the same ones, beyond its leniency with everybody’s. It is not self-inflation, which compares with people.',
    formula:
      'score = judge + output + δ · [judge wrote it], CR2 by prompt; for each judge (own by itself − others’ by it) − (own by others − others’ by others)',
    assumptions: 'At least two judges of the same outputs; with one it cannot be told from leniency.',
    source:
      'Panickssery, Bowman & Feng (2024), NeurIPS; difference in differences with output fixed effects.',
  },
  {
    entry: 'leaks',
    title: 'Texts that betray their author',
    meaning:
      'Places where an output names its author or a known model, calls itself an AI, or says how good it finds itself. A rater who reads them is no longer blind.',
    formula:
      'A maintained list of names and patterns, and the name and family of the output’s own author; an analyst masks the words, excludes the output, or lets it stand',
    assumptions:
      'A list finds what it knows: style betrays authors too, and a text about a model may name it for good reason. Decisions stand once somebody has rated the output here.',
    source: 'Own rules, with the reasons in docs/decisions/blinding.md.',
  },
  {
    entry: 'blinding-index',
    title: 'Could raters tell who wrote it?',
    meaning:
      'Raters who have finished guess the author of up to five of their own outputs, drawn at random, or say that they do not know. Bang’s index is 1 where all are right, 0 where nobody knows, and −1 where all are wrong.',
    formula:
      'index = (right − wrong) / n, by chance (2 − K) / K among K models;  beyond chance = (right − wrong / (K − 1)) / n, where chance is 0;  variance multinomial, times the design effect of raters; interval with 2 guesses added, t(raters − 1)',
    assumptions:
      'From 5 guesses by 2 raters on. With two models both indices are the same. Only raters who agree to it are asked, once they can rate no more. Guesses tell of knowledge after the ratings, which the ratings themselves may have given: a rater who finds one model good may guess it for good texts.',
    source:
      'Bang, Ni & Davis (2004), Controlled Clinical Trials 25, 143–156; Agresti & Min (2005), Statistics in Medicine 24, 729–740.',
  },
] as const satisfies readonly Method[]

export type MethodEntry = (typeof METHODS)[number]['entry']
