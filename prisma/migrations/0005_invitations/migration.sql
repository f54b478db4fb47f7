-- AlterTable
ALTER TABLE "invitations" ADD COLUMN "label" TEXT NOT NULL DEFAULT '',
ADD COLUMN "group" TEXT,
ADD COLUMN "quota" INTEGER,
ADD COLUMN "places" INTEGER,
ADD COLUMN "used" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "participants" (
    "id" SERIAL NOT NULL,
    "invitation_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "participants_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "participants_user_id_key" ON "participants"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "participants_invitation_id_hash_key" ON "participants"("invitation_id", "hash");

-- AddForeignKey
ALTER TABLE "participants" ADD CONSTRAINT "participants_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participants" ADD CONSTRAINT "participants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who is let into an audit is let in as a rater, and only so many as there are places for.
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_of_audit" CHECK (audit_id IS NULL OR role = 'rater');
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_panel" CHECK (panel IS NULL OR audit_id IS NOT NULL);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_quota" CHECK (quota > 0);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_places" CHECK (places > 0 AND used >= 0);
