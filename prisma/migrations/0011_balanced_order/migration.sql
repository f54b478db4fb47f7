-- An audit whose plan balances each rater's outputs over models keeps the model beside the output, so that a claim finds
-- it by index. Everywhere else the column is empty and the index holds nothing: an import pays nothing for it.
ALTER TABLE "outputs" ADD COLUMN "model_id" INTEGER;
CREATE INDEX "outputs_open_by_model" ON "outputs" (audit_id, model_id, begun, draw) WHERE open_slots > 0 AND model_id IS NOT NULL;
