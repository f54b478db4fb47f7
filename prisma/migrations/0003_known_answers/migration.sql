-- Known answers are rows of the record: ended and added, and stamped by cuts, so that every revision scores gold items
-- by the answers that it had.
ALTER TABLE "gold_answers" ADD COLUMN "attention" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "from_revision" INTEGER,
ADD COLUMN "ended_at" TIMESTAMPTZ(3),
ADD COLUMN "until_revision" INTEGER;

DROP INDEX "gold_answers_output_id_criterion_id_purpose_key";
CREATE INDEX "gold_answers_output_id_idx" ON "gold_answers"("output_id");
CREATE INDEX "gold_answers_audit_id_idx" ON "gold_answers"("audit_id");

CREATE UNIQUE INDEX "gold_answers_current" ON "gold_answers" (output_id, criterion_id) WHERE ended_at IS NULL;
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_purpose" CHECK (purpose = 'gold' OR (purpose = 'practice' AND NOT attention));
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_tolerance" CHECK (tolerance >= 0 AND tolerance < 'infinity');
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
