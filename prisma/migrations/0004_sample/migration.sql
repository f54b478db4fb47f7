-- Outputs that the sample drawn at opening left out are never handed out.
ALTER TABLE "outputs" ADD COLUMN "sampled" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_sampled" CHECK (sampled OR open_slots = 0);
