-- What an output was and was given up to an older revision is looked up by the output, too. These hold ended rows alone,
-- so that an import pays nothing for them.
CREATE INDEX "output_versions_past" ON "output_versions" (output_id) WHERE ended_at IS NOT NULL;
CREATE INDEX "signal_scores_past" ON "signal_scores" (output_id) WHERE ended_at IS NOT NULL;

-- Human ratings are few beside outputs, and their indexes of current rows leave out all but the main ones.
CREATE INDEX "human_ratings_output_id_idx" ON "human_ratings"("output_id");
