-- Where alerts go, the messages that go there, and every attempt to send one.
CREATE TYPE "alert_target_kind" AS ENUM ('webhook', 'slack', 'discord', 'teams', 'google_chat', 'mattermost', 'ntfy', 'pagerduty', 'json', 'email');
CREATE TYPE "alert_delivery_purpose" AS ENUM ('event', 'digest', 'test');
CREATE TYPE "alert_delivery_state" AS ENUM ('waiting', 'delivered', 'failed', 'skipped');

CREATE TABLE "alert_targets" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "alert_target_kind" NOT NULL,
    "settings" JSONB NOT NULL,
    "sealed" TEXT NOT NULL,
    "concurrency" INTEGER NOT NULL,
    "per_minute" INTEGER,
    "digest_over" INTEGER,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paused_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,
    "accepted_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "allowance" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "allowance_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_targets_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert_deliveries" (
    "id" BIGSERIAL NOT NULL,
    "target_id" INTEGER NOT NULL,
    "purpose" "alert_delivery_purpose" NOT NULL,
    "event_id" BIGINT,
    "lane" TEXT NOT NULL,
    "rule_ids" INTEGER[],
    "message_id" TEXT NOT NULL,
    "state" "alert_delivery_state" NOT NULL DEFAULT 'waiting',
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "digest_id" BIGINT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "first_tried_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "lease" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert_attempts" (
    "id" BIGSERIAL NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ms" INTEGER NOT NULL,
    "is_accepted" BOOLEAN NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "failure" TEXT,

    CONSTRAINT "alert_attempts_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "alert_targets_name_key" ON "alert_targets"("name");
CREATE UNIQUE INDEX "alert_deliveries_event" ON "alert_deliveries"("event_id", "target_id");
CREATE INDEX "alert_deliveries_log" ON "alert_deliveries"("target_id", "created_at", "id");
CREATE INDEX "alert_deliveries_digest" ON "alert_deliveries"("digest_id");
CREATE INDEX "alert_deliveries_age" ON "alert_deliveries"("created_at");
CREATE INDEX "alert_attempts_delivery" ON "alert_attempts"("delivery_id", "id");

-- The earlier ones of a lane, and the next that are due. Only what waits is in them, so that a long log costs nothing.
CREATE INDEX "alert_deliveries_lane" ON "alert_deliveries"("target_id", "lane", "id") WHERE "state" = 'waiting';
CREATE INDEX "alert_deliveries_due" ON "alert_deliveries"("target_id", "due_at", "id") WHERE "state" = 'waiting' AND "digest_id" IS NULL;

ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "alert_targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "alert_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "alert_attempts" ADD CONSTRAINT "alert_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "alert_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;
