-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('accepted', 'suspicious', 'failed');

-- AlterTable
ALTER TABLE "documents" ADD COLUMN "gist" JSONB;

-- AlterTable
ALTER TABLE "incidents" ADD COLUMN "modified_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "runs" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "read_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "readings" (
    "source_id" INTEGER NOT NULL,
    "document_id" BIGINT NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "verdict" "verdict" NOT NULL,

    CONSTRAINT "readings_pkey" PRIMARY KEY ("source_id","said_at","document_id")
);

-- CreateTable
CREATE TABLE "incident_keys" (
    "source_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "incident_id" BIGINT NOT NULL,

    CONSTRAINT "incident_keys_pkey" PRIMARY KEY ("source_id","external_id")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "readings_document" ON "readings"("document_id", "said_at");

-- CreateIndex
CREATE INDEX "incident_keys_incident" ON "incident_keys"("incident_id");

-- AddForeignKey
ALTER TABLE "readings" ADD CONSTRAINT "readings_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readings" ADD CONSTRAINT "readings_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_keys" ADD CONSTRAINT "incident_keys_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_keys" ADD CONSTRAINT "incident_keys_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One run of a source works at a time.
CREATE UNIQUE INDEX "runs_running" ON "runs" ("source_id") WHERE "state" = 'running';
-- A second request for the same work gets the run that waits or works; pushed documents are each their own work.
CREATE UNIQUE INDEX "runs_wanted" ON "runs" ("source_id", "mode", "dry_run")
    WHERE "state" IN ('queued', 'running') AND "mode" <> 'document';
