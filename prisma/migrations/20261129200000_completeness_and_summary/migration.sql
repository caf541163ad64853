ALTER TABLE "documents" RENAME COLUMN "extent" TO "completeness";
ALTER TABLE "documents" RENAME COLUMN "gist" TO "summary";
