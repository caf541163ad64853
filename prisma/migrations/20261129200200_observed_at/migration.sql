ALTER TABLE "documents" RENAME COLUMN "said_at" TO "observed_at";
ALTER TABLE "incidents" RENAME COLUMN "said_at" TO "observed_at";
ALTER TABLE "incidents" RENAME COLUMN "said_by" TO "source_sha256";
ALTER TABLE "incident_updates" RENAME COLUMN "said_at" TO "observed_at";
ALTER TABLE "incident_updates" RENAME COLUMN "said_by" TO "source_sha256";
ALTER TABLE "revisions" RENAME COLUMN "said_at" TO "observed_at";
ALTER TABLE "revisions" RENAME COLUMN "said_by" TO "source_sha256";
