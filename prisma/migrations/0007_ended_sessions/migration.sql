-- Sessions that were signed out of: no copy of their cookies is good any more. A row may go once all of these have expired
CREATE TABLE "ended_sessions" (
    "id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ended_sessions_pkey" PRIMARY KEY ("id")
);
