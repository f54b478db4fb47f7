-- When a panel's participant was handed the completion code
ALTER TABLE "participants" ADD COLUMN "finished_at" TIMESTAMPTZ(3);
-- SHA-256 of the consent text that a rater agreed to
ALTER TABLE "raters" ADD COLUMN "consent_hash" BYTEA;
ALTER TABLE "raters" ADD CONSTRAINT "raters_consent" CHECK ((consented_at IS NULL) = (consent_hash IS NULL));
