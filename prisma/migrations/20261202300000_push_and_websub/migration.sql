-- Readers' browsers that want to be told, and subscribers of feeds: docs/decisions/138 and 139.
CREATE TYPE "push_kind" AS ENUM ('opened', 'reopened', 'over');

CREATE TABLE "push_subscriptions" (
  "id" BIGSERIAL NOT NULL,
  "endpoint_hash" BYTEA NOT NULL,
  "sealed" TEXT NOT NULL,
  "vendor_id" INTEGER,
  "incident_id" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "push_subscriptions_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "push_subscriptions_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "push_subscriptions_of_one" CHECK (num_nonnulls(vendor_id, incident_id) = 1)
);
CREATE UNIQUE INDEX "push_subscriptions_to_vendor" ON "push_subscriptions"("endpoint_hash", "vendor_id");
CREATE UNIQUE INDEX "push_subscriptions_to_incident" ON "push_subscriptions"("endpoint_hash", "incident_id");
CREATE INDEX "push_subscriptions_vendor" ON "push_subscriptions"("vendor_id");
CREATE INDEX "push_subscriptions_incident" ON "push_subscriptions"("incident_id");

CREATE TABLE "push_deliveries" (
  "id" BIGSERIAL NOT NULL,
  "subscription_id" BIGINT NOT NULL,
  "incident_id" BIGINT NOT NULL,
  "kind" "push_kind" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "tries" INTEGER NOT NULL DEFAULT 0,

  CONSTRAINT "push_deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "push_deliveries_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "push_subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "push_deliveries_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "push_deliveries_once" ON "push_deliveries"("subscription_id", "incident_id", "kind");
CREATE INDEX "push_deliveries_due" ON "push_deliveries"("due_at");
CREATE INDEX "push_deliveries_incident" ON "push_deliveries"("incident_id");

CREATE TYPE "websub_mode" AS ENUM ('subscribe', 'unsubscribe');

CREATE TABLE "websub_subscriptions" (
  "id" BIGSERIAL NOT NULL,
  "topic" TEXT NOT NULL,
  "callback" TEXT NOT NULL,
  "host" TEXT NOT NULL,
  "vendors" TEXT[],
  "sealed_secret" TEXT,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "sent_sha256" TEXT,

  CONSTRAINT "websub_subscriptions_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "websub_subscriptions_once" ON "websub_subscriptions"("topic", "callback");
CREATE INDEX "websub_subscriptions_host" ON "websub_subscriptions"("host");
CREATE INDEX "websub_subscriptions_expired" ON "websub_subscriptions"("expires_at");

CREATE TABLE "websub_requests" (
  "id" BIGSERIAL NOT NULL,
  "mode" "websub_mode" NOT NULL,
  "topic" TEXT NOT NULL,
  "callback" TEXT NOT NULL,
  "host" TEXT NOT NULL,
  "vendors" TEXT[],
  "lease_seconds" INTEGER NOT NULL,
  "sealed_secret" TEXT,
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "tries" INTEGER NOT NULL DEFAULT 0,

  CONSTRAINT "websub_requests_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "websub_requests_once" ON "websub_requests"("topic", "callback");
CREATE INDEX "websub_requests_host" ON "websub_requests"("host");
CREATE INDEX "websub_requests_due" ON "websub_requests"("due_at");

CREATE TABLE "websub_deliveries" (
  "id" BIGSERIAL NOT NULL,
  "topic" TEXT NOT NULL,
  "subscription_id" BIGINT,
  "changes" INTEGER NOT NULL DEFAULT 1,
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "tries" INTEGER NOT NULL DEFAULT 0,

  CONSTRAINT "websub_deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "websub_deliveries_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "websub_subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "websub_deliveries_to_subscription" ON "websub_deliveries"("subscription_id");
CREATE UNIQUE INDEX "websub_deliveries_to_hub" ON "websub_deliveries"("topic") WHERE subscription_id IS NULL;
CREATE INDEX "websub_deliveries_due" ON "websub_deliveries"("due_at");
