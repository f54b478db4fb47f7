-- A comparison of two outputs of a prompt is an assignment like any other: leased, drafted, and submitted under a key. Pairs
-- are drawn when the audit is opened, and have slots as outputs do. Nothing was compared before.
ALTER TYPE "purpose" ADD VALUE 'comparison';

CREATE TABLE "pairs" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "first_output_id" INTEGER NOT NULL,
    "second_output_id" INTEGER NOT NULL,
    "draw" DOUBLE PRECISION NOT NULL DEFAULT random(),
    "open_slots" INTEGER NOT NULL,

    CONSTRAINT "pairs_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "pairs_first_output_id_second_output_id_key" ON "pairs"("first_output_id", "second_output_id");
CREATE INDEX "pairs_second_output_id_idx" ON "pairs"("second_output_id");
CREATE INDEX "pairs_audit_id_idx" ON "pairs"("audit_id");
CREATE INDEX "pairs_open" ON "pairs" (audit_id, draw) WHERE open_slots > 0;
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_first_output_id_fkey" FOREIGN KEY ("first_output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_second_output_id_fkey" FOREIGN KEY ("second_output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_order" CHECK (first_output_id < second_output_id);
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_open_slots" CHECK (open_slots >= 0);
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_draw" CHECK (draw >= 0 AND draw < 1);

ALTER TABLE "assignments" ADD COLUMN "pair_id" INTEGER,
ADD COLUMN "right_output_id" INTEGER;
CREATE INDEX "assignments_pair_id_idx" ON "assignments"("pair_id");
CREATE INDEX "assignments_right" ON "assignments" (right_output_id, rater_id) WHERE right_output_id IS NOT NULL;
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_pair_id_fkey" FOREIGN KEY ("pair_id") REFERENCES "pairs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_right_output_id_fkey" FOREIGN KEY ("right_output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- As text: a value of an enum cannot be used in the transaction that adds it
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_comparison" CHECK (
  (purpose::text = 'comparison') = (pair_id IS NOT NULL) AND (pair_id IS NULL) = (right_output_id IS NULL));

ALTER TABLE "comparisons" DROP COLUMN "lease_expires_at",
DROP COLUMN "submitted_at",
ADD COLUMN "assignment_id" UUID NOT NULL,
ADD COLUMN "presentation" "presentation" NOT NULL,
ADD COLUMN "group" TEXT,
ADD COLUMN "comment" TEXT,
ADD COLUMN "rated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "preference" SET NOT NULL;
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_preference" CHECK (preference BETWEEN -1 AND 1);
CREATE UNIQUE INDEX "comparisons_current" ON "comparisons" (assignment_id) WHERE ended_at IS NULL;
CREATE INDEX "comparisons_rater_id_idx" ON "comparisons"("rater_id");
CREATE INDEX "comparisons_new" ON "comparisons" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "comparisons_ended" ON "comparisons" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
