ALTER TABLE "method_versions" RENAME COLUMN "begun_at" TO "started_at";
