/** The seed of the demo audits. Another seed gives other texts and ratings with the same planted effects. */
export const DEMO_SEED = 2026
/** Topics of the audit with results; the rest belong to the one to rate in. */
export const DEMO_TOPICS = 60
