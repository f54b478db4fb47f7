-- An analyst asks for a further rating of an output on which raters differ: a slot of its own beside those of the plan.
CREATE TABLE "adjudications" (
    "output_id" INTEGER NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "spread" DOUBLE PRECISION NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "asked_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "adjudications_pkey" PRIMARY KEY ("output_id")
);

CREATE INDEX "adjudications_audit_id_idx" ON "adjudications"("audit_id");
CREATE INDEX "adjudications_open" ON "adjudications" (audit_id) WHERE open;
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_asked_by_fkey" FOREIGN KEY ("asked_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_spread" CHECK (spread > 0 AND spread <= 1 + 1e-9 AND threshold > 0 AND threshold <= spread + 1e-9);

-- At most one further rating of an output, whatever else goes wrong
CREATE UNIQUE INDEX "assignments_adjudication" ON "assignments" (output_id) WHERE purpose = 'adjudication' AND status IN ('leased', 'submitted');
