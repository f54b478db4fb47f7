-- CreateEnum
CREATE TYPE "role" AS ENUM ('admin', 'analyst', 'rater');

-- CreateEnum
CREATE TYPE "audit_kind" AS ENUM ('self-rating', 'moderation', 'reward', 'metric', 'loophole');

-- CreateEnum
CREATE TYPE "audit_status" AS ENUM ('draft', 'open', 'closed');

-- CreateEnum
CREATE TYPE "presentation" AS ENUM ('rendered', 'plain', 'randomised');

-- CreateEnum
CREATE TYPE "higher_is" AS ENUM ('better', 'worse');

-- CreateEnum
CREATE TYPE "purpose" AS ENUM ('main', 'practice', 'gold', 'repeat', 'extra', 'adjudication');

-- CreateEnum
CREATE TYPE "assignment_status" AS ENUM ('leased', 'submitted', 'skipped', 'expired', 'withdrawn');

-- CreateEnum
CREATE TYPE "rating_source" AS ENUM ('session', 'import');

-- CreateEnum
CREATE TYPE "cut_reason" AS ENUM ('import', 'ratings', 'settings');

-- CreateEnum
CREATE TYPE "leak_decision" AS ENUM ('open', 'mask', 'exclude', 'keep');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT,
    "role" "role" NOT NULL,
    "password_hash" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tokens" (
    "id" SERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "hash" BYTEA NOT NULL,
    "made_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audits" (
    "id" SERIAL NOT NULL,
    "public_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT 'Rating task',
    "kind" "audit_kind" NOT NULL,
    "intent" TEXT NOT NULL,
    "guidelines" TEXT NOT NULL DEFAULT '',
    "status" "audit_status" NOT NULL DEFAULT 'draft',
    "ratings_per_output" INTEGER NOT NULL DEFAULT 3,
    "presentation" "presentation" NOT NULL DEFAULT 'rendered',
    "imports_fill" BOOLEAN NOT NULL DEFAULT false,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "plan" JSONB NOT NULL DEFAULT '{}',
    "plan_locked_at" TIMESTAMPTZ(3),
    "sealed" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "opened_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "audits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "criteria" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "min" DOUBLE PRECISION NOT NULL,
    "max" DOUBLE PRECISION NOT NULL,
    "step" DOUBLE PRECISION,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "higher_is" "higher_is" NOT NULL DEFAULT 'better',
    "accept_at" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "criteria_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "models" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "family_from" INTEGER,

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompts" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "prompts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outputs" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "draw" DOUBLE PRECISION NOT NULL DEFAULT random(),
    "open_slots" INTEGER NOT NULL,
    "begun" BOOLEAN NOT NULL DEFAULT false,
    "inclusion" DOUBLE PRECISION NOT NULL DEFAULT 1,

    CONSTRAINT "outputs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "output_versions" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "prompt_id" INTEGER NOT NULL,
    "model_id" INTEGER NOT NULL,
    "tags" TEXT[],
    "content_hash" UUID NOT NULL,
    "import_id" INTEGER,
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "output_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "output_texts" (
    "version_id" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "reference" TEXT,
    "metadata" JSONB,

    CONSTRAINT "output_texts_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "feature_sets" (
    "id" SERIAL NOT NULL,
    "keys" TEXT[],
    "versions" INTEGER[],

    CONSTRAINT "feature_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "features" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "version_id" INTEGER NOT NULL,
    "set_id" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "values" DOUBLE PRECISION[],
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "features_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signals" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_scores" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "signal_id" INTEGER NOT NULL,
    "judge_id" INTEGER,
    "sample" TEXT NOT NULL DEFAULT '0',
    "score" DOUBLE PRECISION NOT NULL,
    "scale_min" DOUBLE PRECISION NOT NULL,
    "scale_max" DOUBLE PRECISION NOT NULL,
    "unit" DOUBLE PRECISION NOT NULL,
    "rationale" TEXT,
    "import_id" INTEGER,
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "signal_scores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "raters" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "user_id" UUID,
    "imported_name" TEXT,
    "group" TEXT,
    "quota" INTEGER,
    "invitation_id" INTEGER,
    "consented_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "set_aside_at" TIMESTAMPTZ(3),
    "set_aside_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "raters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignments" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "rater_id" INTEGER NOT NULL,
    "purpose" "purpose" NOT NULL DEFAULT 'main',
    "status" "assignment_status" NOT NULL DEFAULT 'leased',
    "presentation" "presentation" NOT NULL,
    "leased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "draft" JSONB,
    "draft_at" TIMESTAMPTZ(3),
    "submitted_at" TIMESTAMPTZ(3),
    "seconds" DOUBLE PRECISION,
    "comment" TEXT,
    "skip_reason" TEXT,
    "idempotency_key" TEXT,
    "body_hash" BYTEA,
    "answer" JSONB,
    "shown_hash" BYTEA,
    "by_other_token" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "human_ratings" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "rater_id" INTEGER NOT NULL,
    "assignment_id" UUID,
    "source" "rating_source" NOT NULL,
    "purpose" "purpose" NOT NULL DEFAULT 'main',
    "presentation" "presentation",
    "score" DOUBLE PRECISION NOT NULL,
    "scale_min" DOUBLE PRECISION NOT NULL,
    "scale_max" DOUBLE PRECISION NOT NULL,
    "unit" DOUBLE PRECISION NOT NULL,
    "group" TEXT,
    "seconds" DOUBLE PRECISION,
    "comment" TEXT,
    "rated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "import_id" INTEGER,
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "human_ratings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verified_labels" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "scale_min" DOUBLE PRECISION NOT NULL,
    "scale_max" DOUBLE PRECISION NOT NULL,
    "unit" DOUBLE PRECISION NOT NULL,
    "note" TEXT,
    "import_id" INTEGER,
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "verified_labels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT,
    "user_id" UUID,
    "received" INTEGER NOT NULL,
    "inserted" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "errors" JSONB NOT NULL DEFAULT '[]',
    "revision" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cuts" (
    "audit_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "reason" "cut_reason" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cuts_pkey" PRIMARY KEY ("audit_id","revision")
);

-- CreateTable
CREATE TABLE "exposures" (
    "audit_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "exposures_pkey" PRIMARY KEY ("audit_id","user_id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" UUID,
    "audit_id" INTEGER,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER,
    "hash" BYTEA NOT NULL,
    "role" "role" NOT NULL,
    "panel" JSONB,
    "made_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gold_answers" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "purpose" "purpose" NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "tolerance" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "feedback" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "gold_answers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leaks" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "version_id" INTEGER NOT NULL,
    "pattern" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "decision" "leak_decision" NOT NULL DEFAULT 'open',
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "leaks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "author_guesses" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "rater_id" INTEGER NOT NULL,
    "output_id" INTEGER NOT NULL,
    "assignment_id" UUID,
    "model_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "author_guesses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comparisons" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "audit_id" INTEGER NOT NULL,
    "rater_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "left_output_id" INTEGER NOT NULL,
    "right_output_id" INTEGER NOT NULL,
    "preference" DOUBLE PRECISION,
    "seconds" DOUBLE PRECISION,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "comparisons_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "tokens_hash_key" ON "tokens"("hash");

-- CreateIndex
CREATE INDEX "tokens_user_id_idx" ON "tokens"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "audits_public_id_key" ON "audits"("public_id");

-- CreateIndex
CREATE UNIQUE INDEX "audits_slug_key" ON "audits"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "criteria_audit_id_key_key" ON "criteria"("audit_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "criteria_audit_id_position_key" ON "criteria"("audit_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "models_audit_id_name_key" ON "models"("audit_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "prompts_audit_id_external_id_key" ON "prompts"("audit_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "outputs_audit_id_external_id_key" ON "outputs"("audit_id", "external_id");

-- CreateIndex
CREATE INDEX "output_versions_audit_id_idx" ON "output_versions"("audit_id");

-- CreateIndex
CREATE INDEX "output_versions_prompt_id_idx" ON "output_versions"("prompt_id");

-- CreateIndex
CREATE UNIQUE INDEX "feature_sets_keys_versions_key" ON "feature_sets"("keys", "versions");

-- CreateIndex
CREATE INDEX "features_audit_id_idx" ON "features"("audit_id");

-- CreateIndex
CREATE UNIQUE INDEX "signals_audit_id_name_key" ON "signals"("audit_id", "name");

-- CreateIndex
CREATE INDEX "signal_scores_audit_id_idx" ON "signal_scores"("audit_id");

-- CreateIndex
CREATE UNIQUE INDEX "raters_audit_id_pseudonym_key" ON "raters"("audit_id", "pseudonym");

-- CreateIndex
CREATE UNIQUE INDEX "raters_audit_id_user_id_key" ON "raters"("audit_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "raters_audit_id_imported_name_key" ON "raters"("audit_id", "imported_name");

-- CreateIndex
CREATE INDEX "assignments_rater_id_output_id_idx" ON "assignments"("rater_id", "output_id");

-- CreateIndex
CREATE INDEX "assignments_output_id_idx" ON "assignments"("output_id");

-- CreateIndex
CREATE INDEX "human_ratings_audit_id_idx" ON "human_ratings"("audit_id");

-- CreateIndex
CREATE INDEX "human_ratings_rater_id_idx" ON "human_ratings"("rater_id");

-- CreateIndex
CREATE INDEX "verified_labels_audit_id_idx" ON "verified_labels"("audit_id");

-- CreateIndex
CREATE INDEX "imports_audit_id_idx" ON "imports"("audit_id");

-- CreateIndex
CREATE INDEX "events_audit_id_at_idx" ON "events"("audit_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_hash_key" ON "invitations"("hash");

-- CreateIndex
CREATE INDEX "invitations_audit_id_idx" ON "invitations"("audit_id");

-- CreateIndex
CREATE UNIQUE INDEX "gold_answers_output_id_criterion_id_purpose_key" ON "gold_answers"("output_id", "criterion_id", "purpose");

-- CreateIndex
CREATE INDEX "leaks_audit_id_idx" ON "leaks"("audit_id");

-- CreateIndex
CREATE UNIQUE INDEX "author_guesses_rater_id_output_id_key" ON "author_guesses"("rater_id", "output_id");

-- CreateIndex
CREATE INDEX "comparisons_audit_id_idx" ON "comparisons"("audit_id");

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_made_by_fkey" FOREIGN KEY ("made_by") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audits" ADD CONSTRAINT "audits_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "models" ADD CONSTRAINT "models_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompts" ADD CONSTRAINT "prompts_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_prompt_id_fkey" FOREIGN KEY ("prompt_id") REFERENCES "prompts"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "output_texts" ADD CONSTRAINT "output_texts_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "output_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "features" ADD CONSTRAINT "features_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "output_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "features" ADD CONSTRAINT "features_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "feature_sets"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signals" ADD CONSTRAINT "signals_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "signals"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_judge_id_fkey" FOREIGN KEY ("judge_id") REFERENCES "models"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raters" ADD CONSTRAINT "raters_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raters" ADD CONSTRAINT "raters_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raters" ADD CONSTRAINT "raters_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "raters"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "raters"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verified_labels" ADD CONSTRAINT "verified_labels_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verified_labels" ADD CONSTRAINT "verified_labels_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cuts" ADD CONSTRAINT "cuts_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_made_by_fkey" FOREIGN KEY ("made_by") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gold_answers" ADD CONSTRAINT "gold_answers_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaks" ADD CONSTRAINT "leaks_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leaks" ADD CONSTRAINT "leaks_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "output_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "author_guesses" ADD CONSTRAINT "author_guesses_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "author_guesses" ADD CONSTRAINT "author_guesses_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "raters"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "author_guesses" ADD CONSTRAINT "author_guesses_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "author_guesses" ADD CONSTRAINT "author_guesses_assignment_id_fkey" FOREIGN KEY ("assignment_id") REFERENCES "assignments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "author_guesses" ADD CONSTRAINT "author_guesses_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "raters"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criteria"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_left_output_id_fkey" FOREIGN KEY ("left_output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_right_output_id_fkey" FOREIGN KEY ("right_output_id") REFERENCES "outputs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma: checks, partial indexes, indexes in which nulls are equal.

-- People
ALTER TABLE "users" ADD CONSTRAINT "users_email_lower" CHECK (email = lower(email) AND email <> '');
ALTER TABLE "raters" ADD CONSTRAINT "raters_imported_is_no_account" CHECK (user_id IS NULL OR imported_name IS NULL);

-- Plans
ALTER TABLE "audits" ADD CONSTRAINT "audits_slug" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80);
ALTER TABLE "audits" ADD CONSTRAINT "audits_ratings_per_output" CHECK (ratings_per_output BETWEEN 1 AND 100);
ALTER TABLE "audits" ADD CONSTRAINT "audits_intent" CHECK (btrim(intent) <> '');
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_scale" CHECK (min < max AND accept_at BETWEEN min AND max AND step > 0);
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_open_slots" CHECK (open_slots >= 0);
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_draw" CHECK (draw >= 0 AND draw < 1);
ALTER TABLE "outputs" ADD CONSTRAINT "outputs_inclusion" CHECK (inclusion > 0 AND inclusion <= 1);

-- Scores: on their scale, finite (NaN sorts above every number), and with the unit score that belongs to them
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_on_scale" CHECK (
  scale_min < scale_max AND scale_min > '-infinity' AND scale_max < 'infinity' AND score BETWEEN scale_min AND scale_max
  AND unit BETWEEN 0 AND 1 AND abs(unit - (score - scale_min) / (scale_max - scale_min)) <= 1e-12);
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_on_scale" CHECK (
  scale_min < scale_max AND scale_min > '-infinity' AND scale_max < 'infinity' AND score BETWEEN scale_min AND scale_max
  AND unit BETWEEN 0 AND 1 AND abs(unit - (score - scale_min) / (scale_max - scale_min)) <= 1e-12);
ALTER TABLE "verified_labels" ADD CONSTRAINT "verified_labels_on_scale" CHECK (
  scale_min < scale_max AND scale_min > '-infinity' AND scale_max < 'infinity' AND score BETWEEN scale_min AND scale_max
  AND unit BETWEEN 0 AND 1 AND abs(unit - (score - scale_min) / (scale_max - scale_min)) <= 1e-12);
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_seconds" CHECK (seconds >= 0 AND seconds < 'infinity');
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_source" CHECK ((source = 'session') = (assignment_id IS NOT NULL));
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_submitted" CHECK ((status = 'submitted') <= (submitted_at IS NOT NULL AND idempotency_key IS NOT NULL));

-- One current row for each thing
CREATE UNIQUE INDEX "output_versions_current" ON "output_versions" (output_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "features_current" ON "features" (version_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "signal_scores_current" ON "signal_scores" (output_id, criterion_id, signal_id, judge_id, sample) NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "human_ratings_current_assignment" ON "human_ratings" (assignment_id, criterion_id) WHERE ended_at IS NULL AND assignment_id IS NOT NULL;
CREATE UNIQUE INDEX "human_ratings_current_main" ON "human_ratings" (output_id, rater_id, criterion_id) WHERE ended_at IS NULL AND purpose = 'main';
CREATE UNIQUE INDEX "verified_labels_current" ON "verified_labels" (output_id, criterion_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "assignments_main" ON "assignments" (rater_id, output_id) WHERE purpose = 'main' AND status <> 'withdrawn';

-- Claims walk the open outputs of an audit in the order of their draw
CREATE INDEX "outputs_open" ON "outputs" (audit_id, draw) WHERE open_slots > 0;
CREATE INDEX "outputs_open_begun" ON "outputs" (audit_id, draw) WHERE open_slots > 0 AND begun;
CREATE INDEX "assignments_leases" ON "assignments" (audit_id, lease_expires_at) WHERE status = 'leased';
CREATE INDEX "assignments_of_rater" ON "assignments" (rater_id, status);

-- Revisions: a row begins before it ends, and cuts find what no revision holds yet
ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
ALTER TABLE "features" ADD CONSTRAINT "features_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
ALTER TABLE "signal_scores" ADD CONSTRAINT "signal_scores_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
ALTER TABLE "human_ratings" ADD CONSTRAINT "human_ratings_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
ALTER TABLE "verified_labels" ADD CONSTRAINT "verified_labels_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
ALTER TABLE "comparisons" ADD CONSTRAINT "comparisons_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
CREATE INDEX "output_versions_new" ON "output_versions" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "output_versions_ended" ON "output_versions" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
CREATE INDEX "features_new" ON "features" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "features_ended" ON "features" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
CREATE INDEX "signal_scores_new" ON "signal_scores" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "signal_scores_ended" ON "signal_scores" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
CREATE INDEX "human_ratings_new" ON "human_ratings" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "human_ratings_ended" ON "human_ratings" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
CREATE INDEX "verified_labels_new" ON "verified_labels" (audit_id) WHERE from_revision IS NULL;
CREATE INDEX "verified_labels_ended" ON "verified_labels" (audit_id) WHERE ended_at IS NOT NULL AND until_revision IS NULL;
