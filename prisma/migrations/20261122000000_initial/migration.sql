-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "kind" AS ENUM ('incident', 'maintenance', 'notice');

-- CreateEnum
CREATE TYPE "status" AS ENUM ('investigating', 'identified', 'monitoring', 'resolved', 'postmortem', 'scheduled', 'in_progress', 'verifying', 'completed');

-- CreateEnum
CREATE TYPE "impact" AS ENUM ('none', 'minor', 'unknown', 'major', 'critical');

-- CreateEnum
CREATE TYPE "duration_basis" AS ENUM ('reported', 'single', 'ongoing', 'undated', 'corrected', 'impossible');

-- CreateEnum
CREATE TYPE "origin" AS ENUM ('live', 'import', 'sample');

-- CreateEnum
CREATE TYPE "standing" AS ENUM ('counted', 'secondary', 'superseded');

-- CreateEnum
CREATE TYPE "coverage_quality" AS ENUM ('complete', 'partial', 'failed');

-- CreateEnum
CREATE TYPE "run_state" AS ENUM ('queued', 'running', 'succeeded', 'unchanged', 'suspicious', 'failed');

-- CreateEnum
CREATE TYPE "run_trigger" AS ENUM ('schedule', 'admin', 'api', 'cli', 'sample');

-- CreateEnum
CREATE TYPE "run_mode" AS ENUM ('poll', 'document', 'backfill', 'replay');

-- CreateTable
CREATE TABLE "vendors" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "website_url" TEXT,
    "category" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vendors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vendor_aliases" (
    "slug" TEXT NOT NULL,
    "vendor_id" INTEGER NOT NULL,

    CONSTRAINT "vendor_aliases_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "sources" (
    "id" SERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "url" TEXT,
    "origin" "origin" NOT NULL DEFAULT 'live',
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "poll_interval_seconds" INTEGER NOT NULL DEFAULT 300,
    "next_due_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_checked_at" TIMESTAMPTZ(3),
    "last_good_read_at" TIMESTAMPTZ(3),
    "declared_incident_count" INTEGER,
    "declared_since" TIMESTAMPTZ(3),
    "indicator" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validators" (
    "source_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "last_modified" TEXT,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "validators_pkey" PRIMARY KEY ("source_id","url")
);

-- CreateTable
CREATE TABLE "hosts" (
    "host" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "closed_until" TIMESTAMPTZ(3),
    "last_request_at" TIMESTAMPTZ(3),

    CONSTRAINT "hosts_pkey" PRIMARY KEY ("host")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" BIGSERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "url" TEXT,
    "content_type" TEXT,
    "sha256" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "body" BYTEA,
    "first_read_at" TIMESTAMPTZ(3),
    "last_read_at" TIMESTAMPTZ(3),
    "said_at" TIMESTAMPTZ(3),
    "listed" TEXT[],
    "parsed" BOOLEAN NOT NULL DEFAULT false,
    "extent" TEXT,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incidents" (
    "id" BIGSERIAL NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "source_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "public_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source_kind" "kind" NOT NULL,
    "source_impact" "impact" NOT NULL,
    "source_impact_word" TEXT,
    "status" "status",
    "source_status" TEXT,
    "stated_started_at" TIMESTAMPTZ(3),
    "stated_ended_at" TIMESTAMPTZ(3),
    "scheduled_from" TIMESTAMPTZ(3),
    "scheduled_until" TIMESTAMPTZ(3),
    "started_after" TIMESTAMPTZ(3),
    "started_before" TIMESTAMPTZ(3),
    "source_url" TEXT,
    "regions" TEXT[],
    "declared_update_count" INTEGER,
    "content_hash" TEXT NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "said_by" TEXT NOT NULL,
    "derived_started_at" TIMESTAMPTZ(3),
    "derived_ended_at" TIMESTAMPTZ(3),
    "derived_basis" "duration_basis" NOT NULL,
    "mitigated_at" TIMESTAMPTZ(3),
    "stated_window" JSONB,
    "update_count" INTEGER NOT NULL DEFAULT 0,
    "kind" "kind" NOT NULL,
    "impact" "impact" NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "basis" "duration_basis" NOT NULL,
    "excluded" BOOLEAN NOT NULL DEFAULT false,
    "standing" "standing" NOT NULL DEFAULT 'counted',
    "twin_id" BIGINT,
    "sort_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_aliases" (
    "public_id" TEXT NOT NULL,
    "incident_id" BIGINT NOT NULL,

    CONSTRAINT "incident_aliases_pkey" PRIMARY KEY ("public_id")
);

-- CreateTable
CREATE TABLE "incident_updates" (
    "id" BIGSERIAL NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "external_id" TEXT NOT NULL,
    "status" "status",
    "source_status" TEXT,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3),
    "body" TEXT NOT NULL,
    "is_markdown" BOOLEAN NOT NULL DEFAULT false,
    "component_changes" JSONB,
    "position" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "said_by" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_updates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "components" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "group_name" TEXT,

    CONSTRAINT "components_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_components" (
    "incident_id" BIGINT NOT NULL,
    "component_id" INTEGER NOT NULL,
    "source_status" TEXT,
    "affected_from" TIMESTAMPTZ(3),
    "affected_to" TIMESTAMPTZ(3),

    CONSTRAINT "incident_components_pkey" PRIMARY KEY ("incident_id","component_id")
);

-- CreateTable
CREATE TABLE "revisions" (
    "id" BIGSERIAL NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "update_id" BIGINT,
    "field" TEXT NOT NULL,
    "value" JSONB,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "said_by" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "corrections" (
    "id" SERIAL NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB,
    "reason" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "corrections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mentions" (
    "id" BIGSERIAL NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "update_id" BIGINT NOT NULL,
    "url" TEXT NOT NULL,
    "target_incident_id" BIGINT,

    CONSTRAINT "mentions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "vendor_id" INTEGER NOT NULL,
    "source_id" INTEGER NOT NULL,
    "document_id" BIGINT,
    "mode" "run_mode" NOT NULL,
    "trigger" "run_trigger" NOT NULL,
    "state" "run_state" NOT NULL DEFAULT 'queued',
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "documents_read" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "warnings" TEXT[],
    "diff" JSONB,
    "progress" JSONB,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_items" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "external_id" TEXT,
    "path" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backfill_pages" (
    "source_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "backfill_pages_pkey" PRIMARY KEY ("source_id","url")
);

-- CreateTable
CREATE TABLE "vendor_months" (
    "vendor_id" INTEGER NOT NULL,
    "kind" "kind" NOT NULL,
    "month" DATE NOT NULL,
    "incident_count" INTEGER NOT NULL,
    "downtime_seconds" INTEGER NOT NULL,

    CONSTRAINT "vendor_months_pkey" PRIMARY KEY ("vendor_id","kind","month")
);

-- CreateTable
CREATE TABLE "coverage" (
    "id" BIGSERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "covered_from" TIMESTAMPTZ(3) NOT NULL,
    "covered_to" TIMESTAMPTZ(3) NOT NULL,
    "quality" "coverage_quality" NOT NULL,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "vendors_key_key" ON "vendors"("key");

-- CreateIndex
CREATE UNIQUE INDEX "vendors_slug_key" ON "vendors"("slug");

-- CreateIndex
CREATE INDEX "sources_due" ON "sources"("next_due_at");

-- CreateIndex
CREATE UNIQUE INDEX "sources_vendor_id_key_key" ON "sources"("vendor_id", "key");

-- CreateIndex
CREATE INDEX "documents_replay" ON "documents"("source_id", "said_at");

-- CreateIndex
CREATE UNIQUE INDEX "documents_body" ON "documents"("source_id", "url", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "incidents_public_id_key" ON "incidents"("public_id");

-- CreateIndex
CREATE INDEX "incidents_history" ON "incidents"("vendor_id", "sort_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "incidents_at" ON "incidents"("started_at", "ended_at");

-- CreateIndex
CREATE INDEX "incidents_source_url" ON "incidents"("source_url");

-- CreateIndex
CREATE UNIQUE INDEX "incidents_identity" ON "incidents"("source_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_updates_identity" ON "incident_updates"("incident_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "components_identity" ON "components"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "incident_components_component" ON "incident_components"("component_id");

-- CreateIndex
CREATE INDEX "revisions_incident" ON "revisions"("incident_id", "said_at");

-- CreateIndex
CREATE INDEX "corrections_incident" ON "corrections"("incident_id");

-- CreateIndex
CREATE INDEX "mentions_target" ON "mentions"("target_incident_id");

-- CreateIndex
CREATE INDEX "mentions_url" ON "mentions"("url");

-- CreateIndex
CREATE UNIQUE INDEX "mentions_update_id_url_key" ON "mentions"("update_id", "url");

-- CreateIndex
CREATE INDEX "runs_source" ON "runs"("source_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "runs_newest" ON "runs"("created_at" DESC);

-- CreateIndex
CREATE INDEX "run_items_run" ON "run_items"("run_id");

-- CreateIndex
CREATE INDEX "backfill_pages_next" ON "backfill_pages"("source_id", "read_at", "position");

-- CreateIndex
CREATE INDEX "coverage_source" ON "coverage"("source_id", "covered_from");

-- CreateIndex
CREATE INDEX "audit_entries_newest" ON "audit_entries"("at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user" ON "accounts"("user_id");

-- CreateIndex
CREATE INDEX "verifications_identifier" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- AddForeignKey
ALTER TABLE "vendor_aliases" ADD CONSTRAINT "vendor_aliases_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sources" ADD CONSTRAINT "sources_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validators" ADD CONSTRAINT "validators_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_twin_id_fkey" FOREIGN KEY ("twin_id") REFERENCES "incidents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_aliases" ADD CONSTRAINT "incident_aliases_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_updates" ADD CONSTRAINT "incident_updates_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "components" ADD CONSTRAINT "components_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_components" ADD CONSTRAINT "incident_components_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_components" ADD CONSTRAINT "incident_components_component_id_fkey" FOREIGN KEY ("component_id") REFERENCES "components"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_update_id_fkey" FOREIGN KEY ("update_id") REFERENCES "incident_updates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_update_id_fkey" FOREIGN KEY ("update_id") REFERENCES "incident_updates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_target_incident_id_fkey" FOREIGN KEY ("target_incident_id") REFERENCES "incidents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_items" ADD CONSTRAINT "run_items_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backfill_pages" ADD CONSTRAINT "backfill_pages_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vendor_months" ADD CONSTRAINT "vendor_months_vendor_id_fkey" FOREIGN KEY ("vendor_id") REFERENCES "vendors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Search: words of titles and texts, and names with a slip of the pen.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Full text over titles and over update texts.
CREATE INDEX "incidents_title_words" ON "incidents" USING gin (to_tsvector('english', "title"));
CREATE INDEX "incident_updates_body_words" ON "incident_updates" USING gin (to_tsvector('english', "body"));
-- Vendor names as people type them.
CREATE INDEX "vendors_name_trigrams" ON "vendors" USING gin ("name" gin_trgm_ops);
-- What is open now.
CREATE INDEX "incidents_open" ON "incidents" ("vendor_id") WHERE "ended_at" IS NULL AND "basis" = 'ongoing';
-- One body per source and address, also where the address is null.
DROP INDEX "documents_body";
CREATE UNIQUE INDEX "documents_body" ON "documents" ("source_id", "url", "sha256") NULLS NOT DISTINCT;
-- One primary source a vendor.
CREATE UNIQUE INDEX "sources_primary" ON "sources" ("vendor_id") WHERE "is_primary";

-- The public reading of the tables, for people with psql and for checks.
CREATE VIEW "v_incidents" AS
SELECT v."slug" AS vendor, s."platform", i."external_id", i."public_id", i."kind", i."impact", i."status", i."title",
       i."started_at", i."ended_at", i."started_after", i."started_before", i."basis" AS duration_basis,
       i."withdrawn_at", i."first_seen_at"
FROM "incidents" i
JOIN "vendors" v ON v."id" = i."vendor_id"
JOIN "sources" s ON s."id" = i."source_id";

CREATE VIEW "v_updates" AS
SELECT i."public_id", u."external_id", u."status", u."posted_at", u."body", u."withdrawn_at"
FROM "incident_updates" u
JOIN "incidents" i ON i."id" = u."incident_id";
